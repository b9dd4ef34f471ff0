package dev.santoku.plan;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.StopRule;

/**
 * Rough predictions of what a cell costs: they share out the budget, no figure stands on them.
 *
 * @param profile how much time a cell may take
 */
public record CostModel(SamplingProfile profile) {
    private static final double REFERENCE_MULTIPLICATIONS_PER_SECOND = 5e8;

    /** Elements that a worker draws, hashes or compares in a second. */
    private static final double ELEMENTS_PER_SECOND = 1e8;

    /** Four pairs of inputs are drawn, five products compared. */
    private static final int PASSES = 10;

    /** Products of a cell before the first sample: five to check, one to warm up. */
    private static final int PRODUCTS_BEFORE_SAMPLING = 6;

    /**
     * Seconds to check, warm up and sample one cell as the plan wants it.
     *
     * @param product seconds that one product takes
     */
    public double cell(Shape shape, double product) {
        double warmUp = Math.max(profile.leastWarmUp(), product);
        double sampling = Math.max(profile.sampling(), StopRule.LEAST_TURNS * product);
        return check(shape, product) + warmUp + sampling;
    }

    /** Seconds of the cell that is cut to the bone: checked, warmed up by one product, timed once. */
    public double leastCell(Shape shape, double product) {
        return check(shape, product) + 2 * product;
    }

    /** Seconds to check it. */
    public double check(Shape shape, double product) {
        double elements = (double) shape.bytes(Precision.F32) / Precision.F32.bytes();
        double multiplications = Math.min(shape.flops() / 2, ProductCheck.REFERENCE_LIMIT);
        return 0.05
                + PASSES * elements / ELEMENTS_PER_SECOND
                + multiplications / REFERENCE_MULTIPLICATIONS_PER_SECOND
                + (PRODUCTS_BEFORE_SAMPLING - 1) * product;
    }
}
