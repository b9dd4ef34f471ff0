package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Ratio;
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
 * @param afterRest seconds of one product after a rest
 * @param pool empty where the pool was not asked
 */
record ShapeFigures(
        Precision precision,
        Shape shape,
        double gflops,
        Ratio overOpenBlas,
        Optional<Estimate> ofCeiling,
        double afterRest,
        Optional<Pool> pool) {

    static final String HEADER =
            """
            | | | `single` GFLOP/s | of its FMA ceiling | after a rest, ms | over OpenBLAS, 1 thread | `pool` GFLOP/s | of its FMA ceiling | after a rest, ms | over OpenBLAS, as many threads | over `single` | a word there and back, ns |
            |---|---|---|---|---|---|---|---|---|---|---|---|""";

    /**
     * The pool's.
     *
     * @param gflops of {@code pool}
     * @param ofCeiling its share of what as many threads can do at most, where that was asked and is known
     * @param afterRest seconds of one product after a rest, for which its threads have to be woken
     * @param overOpenBlas over OpenBLAS with as many threads
     * @param overSingle over {@code single}
     * @param roundTrips nanoseconds of a word between two threads, {@link RoundTrip before and after}
     */
    record Pool(
            double gflops,
            Optional<Estimate> ofCeiling,
            double afterRest,
            Ratio overOpenBlas,
            Ratio overSingle,
            List<Double> roundTrips) {

        String toMarkdown() {
            return String.join(
                    " | ", speed(gflops, ofCeiling, afterRest), interval(overOpenBlas), interval(overSingle), apart());
        }

        private String apart() {
            return roundTrips.stream()
                    .map(nanos -> String.format(Locale.ROOT, "%.0f", nanos))
                    .collect(Collectors.joining(", "));
        }
    }

    String toMarkdown() {
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        precision,
                        shape,
                        speed(gflops, ofCeiling, afterRest),
                        interval(overOpenBlas),
                        pool.map(Pool::toMarkdown).orElse(" | | | | | "));
    }

    private static String speed(double gflops, Optional<Estimate> ofCeiling, double afterRest) {
        return String.format(
                Locale.ROOT,
                afterRest < 1e-3 ? "%.1f | %s | %.4f" : "%.1f | %s | %.1f",
                gflops,
                ofCeiling
                        .map(share -> interval(share.median(), share.low(), share.high()))
                        .orElse(""),
                1e3 * afterRest);
    }

    private static String interval(Ratio ratio) {
        return interval(ratio.ratio(), ratio.low(), ratio.high());
    }

    private static String interval(double value, double low, double high) {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value, low, high);
    }
}
