package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Estimate;
import dev.santoku.measure.statistics.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came out at one shape.
 *
 * @param gflops of {@code single}
 * @param overOpenBlas {@code single} over OpenBLAS with one thread
 * @param ofCeiling {@code single}'s share of what one thread can do at most, where that was asked and is known
 * @param pool empty where the pool was not asked
 * @param afterRest seconds of one product after a rest: {@code single}, OpenBLAS with one thread and, where asked, {@code
 *     pool} and OpenBLAS with as many
 */
record ShapeFigures(
        Precision precision,
        Shape shape,
        double gflops,
        Ratio overOpenBlas,
        Optional<Estimate> ofCeiling,
        Optional<Pool> pool,
        List<Double> afterRest) {

    static final String HEADER =
            """
            | | | `single` GFLOP/s | of its FMA ceiling | over OpenBLAS, 1 thread | `pool` GFLOP/s | over OpenBLAS, as many threads | over `single` | one after a rest, ms: `single`, OpenBLAS, `pool`, OpenBLAS |
            |---|---|---|---|---|---|---|---|---|""";

    /**
     * The pool's.
     *
     * @param gflops of {@code pool}
     * @param overOpenBlas over OpenBLAS with as many threads
     * @param overSingle over {@code single}
     */
    record Pool(double gflops, Ratio overOpenBlas, Ratio overSingle) {}

    String toMarkdown() {
        return "| %s | %s | %.1f | %s | %s | %s | %s |"
                .formatted(
                        precision,
                        shape,
                        gflops,
                        ofCeiling
                                .map(share -> interval(share.median(), share.low(), share.high()))
                                .orElse(""),
                        times(overOpenBlas),
                        pool.map(figures -> "%.1f | %s | %s"
                                        .formatted(
                                                figures.gflops, times(figures.overOpenBlas), times(figures.overSingle)))
                                .orElse(" | | "),
                        afterRest.stream().map(ShapeFigures::milliseconds).collect(Collectors.joining(", ")));
    }

    private static String times(Ratio ratio) {
        return interval(ratio.ratio(), ratio.low(), ratio.high());
    }

    private static String interval(double value, double low, double high) {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value, low, high);
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 1e-3 ? "%.4f" : "%.1f", 1e3 * seconds);
    }
}
