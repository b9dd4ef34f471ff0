package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Verdict;
import java.util.Objects;

/**
 * A ratio of two measured cells of one run.
 *
 * @param contender whose speed it is
 * @param threads of the contender; null for other devices than the CPU
 * @param baseline over whose; the same contender where the threads differ
 * @param baselineThreads of the baseline
 * @param time which time it compares: {@code endToEnd} or {@code compute}
 * @param ratio above 1 where the contender is faster
 * @param low the lower end of the 95 % interval
 * @param high the upper end
 */
public record Speedup(
        String contender,
        Integer threads,
        String baseline,
        Integer baselineThreads,
        Precision precision,
        Shape shape,
        String time,
        double ratio,
        double low,
        double high,
        Verdict verdict) {
    /** Upload, compute and download in one go. */
    public static final String END_TO_END = "endToEnd";

    /** Computing alone. */
    public static final String COMPUTE = "compute";

    /** Whether it compares these two end to end. */
    public boolean isEndToEnd(CellResult cell, CellResult over) {
        return time.equals(END_TO_END)
                && cell.isOf(precision, shape)
                && contender.equals(cell.contender())
                && Objects.equals(threads, cell.threads())
                && baseline.equals(over.contender())
                && Objects.equals(baselineThreads, over.threads());
    }
}
