package dev.santoku.measure;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Verdict;

/**
 * A ratio of two measured cells of one run.
 *
 * @param contender whose speed it is
 * @param baseline over whose
 * @param time which time it compares: {@code endToEnd} or {@code compute}
 * @param ratio above 1 where the contender is faster
 * @param low the lower end of the 95 % interval
 * @param high the upper end
 */
public record Speedup(
        String contender,
        String baseline,
        Precision precision,
        Shape shape,
        String time,
        double ratio,
        double low,
        double high,
        Verdict verdict) {}
