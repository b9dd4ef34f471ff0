package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Amdahl;
import java.util.List;

/**
 * What more threads bring to a contender.
 *
 * @param overThreads the fewest threads measured, over which the speedups are
 * @param serialFraction of the time on one thread what more threads do not shorten, fitted by least squares ({@link
 *     Amdahl}); null where fewer than two points could be fitted
 * @param points by their threads, at least two
 * @param time {@code compute} of contenders on a cluster, whose matrices come from one driver and go back to it; null of others,
 *     whose time is that from end to end
 */
public record Scaling(
        String contender,
        Precision precision,
        Shape shape,
        int overThreads,
        Double serialFraction,
        List<Point> points,
        @JsonInclude(JsonInclude.Include.NON_NULL) String time) {
    public Scaling {
        points = List.copyOf(points);
        time = Speedup.END_TO_END.equals(time) ? null : time;
    }

    /** Which time it compares, as {@link Speedup#time}. */
    public String comparedTime() {
        return time == null ? Speedup.END_TO_END : time;
    }

    /**
     * One number of threads.
     *
     * @param seconds the median
     * @param speedup over the fewest threads
     * @param low the lower end of its 95 % interval
     * @param high the upper end
     * @param efficiency the speedup over the factor by which there are more threads
     * @param fitted whether the fit stands on it; not where there are more threads than cores
     */
    public record Point(
            int threads, double seconds, double speedup, double low, double high, double efficiency, boolean fitted) {}
}
