package dev.santoku.plan;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Chooses the sizes of a run from rates measured at its start: squares from small to as large as the fastest contender
 * multiplies in reasonable time, as far as all of it fits the budget.
 */
public final class SizeLadder {
    private static final int LARGEST_SIDE = 16_384;

    private final SamplingProfile profile;
    private final CostModel costs;
    private final int precisions;
    private final MemoryModel memory;

    /** For one run. */
    public SizeLadder(CostModel costs, int precisions, MemoryModel memory) {
        this.profile = costs.profile();
        this.costs = costs;
        this.precisions = precisions;
        this.memory = memory;
    }

    /**
     * The sizes.
     *
     * @param rates end-to-end operations a second of each contender
     * @param seconds that all cells together may take
     * @return at least the smallest
     */
    public List<Shape> choose(Collection<Double> rates, double seconds) {
        List<Shape> ladder = new ArrayList<>();
        double spent = 0;
        for (int side = profile.firstSide(); side <= LARGEST_SIDE; side *= profile.step()) {
            Shape shape = Shape.square(side);
            double cost = precisions * groupCost(shape, rates);
            boolean anyoneInTime = rates.stream().anyMatch(rate -> shape.flops() / rate <= profile.longestProduct());
            boolean fits = spent + cost <= seconds && memory.holds(shape, Precision.F64);
            if (!ladder.isEmpty() && !(anyoneInTime && fits)) {
                break;
            }
            ladder.add(shape);
            spent += cost;
        }
        return ladder;
    }

    private double groupCost(Shape shape, Collection<Double> rates) {
        return rates.stream()
                .map(rate -> shape.flops() / rate)
                .filter(product -> product <= profile.longestProduct())
                .mapToDouble(product -> costs.cell(shape, product))
                .sum();
    }
}
