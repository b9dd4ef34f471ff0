package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Ratio;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came out at one shape.
 *
 * @param gflops of {@code single}
 * @param overOpenBlas {@code single} over OpenBLAS with one thread
 * @param ofCeiling {@code single}'s share of what one thread can do at most, where that is known
 * @param pool empty where the pool was not asked
 */
record ShapeFigures(
        Precision precision,
        Shape shape,
        double gflops,
        Ratio overOpenBlas,
        OptionalDouble ofCeiling,
        Optional<Pool> pool) {

    static final String HEADER =
            """
            | | | `single` GFLOP/s | over OpenBLAS, 1 thread | `pool` GFLOP/s | over OpenBLAS, as many threads | over `single` |
            |---|---|---|---|---|---|---|""";

    /**
     * The pool's.
     *
     * @param gflops of {@code pool}
     * @param overOpenBlas over OpenBLAS with as many threads
     * @param overSingle over {@code single}
     */
    record Pool(double gflops, Ratio overOpenBlas, Ratio overSingle) {}

    String toMarkdown() {
        return "| %s | %s | %.1f | %s | %s |"
                .formatted(
                        precision,
                        shape,
                        gflops,
                        times(overOpenBlas),
                        pool.map(figures -> "%.1f | %s | %s"
                                        .formatted(
                                                figures.gflops, times(figures.overOpenBlas), times(figures.overSingle)))
                                .orElse(" | | "));
    }

    private static String times(Ratio ratio) {
        return "%.2f (%.2f–%.2f)".formatted(ratio.ratio(), ratio.low(), ratio.high());
    }
}
