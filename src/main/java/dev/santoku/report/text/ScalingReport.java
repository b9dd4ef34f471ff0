package dev.santoku.report.text;

import dev.santoku.report.Units;
import dev.santoku.result.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a contender scales with its threads, drawn: a bar is the speedup, its dots reach to what as many threads would
 * bring at best.
 */
final class ScalingReport {
    private static final int BAR = 32;

    private ScalingReport() {}

    /** The lines of one scaling. */
    static List<String> lines(Scaling scaling) {
        List<String> lines = new ArrayList<>();
        lines.add("scaling of %s, %s %s, %s"
                .formatted(
                        scaling.contender(),
                        scaling.precision(),
                        Units.shape(scaling.shape()),
                        Units.timeInWords(scaling.comparedTime())));
        lines.add("  threads      time  %-22s  efficiency".formatted("over " + Units.threads(scaling.overThreads())));
        int most =
                scaling.points().stream().mapToInt(Scaling.Point::threads).max().orElse(1);
        for (Scaling.Point point : scaling.points()) {
            lines.add("  %7d  %8s  %-22s  %10s  %s"
                    .formatted(
                            point.threads(),
                            Units.seconds(point.seconds()),
                            speedup(scaling, point),
                            Units.percent(point.efficiency()),
                            bar(point.speedup() * scaling.overThreads() / most, (double) point.threads() / most)));
        }
        lines.add("  " + law(scaling));
        String left = scaling.points().stream()
                .filter(point -> !point.fitted())
                .map(point -> Integer.toString(point.threads()))
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            lines.add("  not fitted: %s threads, more than there are cores".formatted(left));
        }
        return lines;
    }

    private static String speedup(Scaling scaling, Scaling.Point point) {
        return point.threads() == scaling.overThreads()
                ? Units.times(1)
                : Units.times(point.speedup(), point.low(), point.high());
    }

    /** Shares of a whole bar. */
    private static String bar(double reached, double possible) {
        int full = (int) Math.round(BAR * Math.min(1, reached));
        int dots = (int) Math.round(BAR * possible) - full;
        return "█".repeat(full) + "·".repeat(Math.max(0, dots));
    }

    private static String law(Scaling scaling) {
        Double serial = scaling.serialFraction();
        if (serial == null) {
            return "Amdahl's law is fitted to two numbers of threads or more";
        }
        String limit = serial > 0 ? "at most " + Units.times(1 / serial) + " on any number of threads" : "no limit";
        return "Amdahl: T(p) = T(1)·(s + (1 − s)/p) with s = %s; 1/s: %s"
                .formatted(String.format(Locale.ROOT, "%.4f", serial), limit);
    }
}
