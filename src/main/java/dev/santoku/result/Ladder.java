package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What each step of refinement brings on the CPU: the measured variants of one thread in their order, then those of the
 * pool. The factors are the speedups of each step over the one before; all stand on the same medians, so they multiply to
 * the speedup of the last over the first.
 *
 * @param steps at least two
 * @param missing contenders that would be steps and were not measured
 */
public record Ladder(Precision precision, Shape shape, List<Step> steps, List<String> missing) {
    public Ladder {
        steps = List.copyOf(steps);
        missing = List.copyOf(missing);
    }

    /** The cell of a step, which has its times. */
    public Optional<CellResult> cell(Step step, List<CellResult> cells) {
        return cells.stream()
                .filter(cell -> cell.isOf(precision, shape)
                        && cell.seconds() != null
                        && cell.contender().equals(step.contender())
                        && Objects.equals(cell.threads(), step.threads()))
                .findFirst();
    }

    /** A cell that was measured; on several numbers of threads, the fastest. */
    public record Step(String contender, Integer threads) {}
}
