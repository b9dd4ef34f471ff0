package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;

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

    /** A cell that was measured; on several numbers of threads, the fastest. */
    public record Step(String contender, Integer threads) {}
}
