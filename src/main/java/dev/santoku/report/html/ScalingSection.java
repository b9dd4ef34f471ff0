package dev.santoku.report.html;

import dev.santoku.report.ClusterLines;
import dev.santoku.report.Units;
import dev.santoku.report.WeakScaling;
import dev.santoku.result.RunResult;
import dev.santoku.result.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How contenders scale with their threads, beside what as many threads would bring at best, and Amdahl's law. */
record ScalingSection(RunResult result) {
    private static final int MOST_POINTS = 64;

    Optional<Section> section() {
        List<Section.Figure> figures = new ArrayList<>();
        for (Scaling scaling : result.scaling()) {
            figures.add(figure(scaling, figures.size()));
        }
        List<WeakScaling> weak = WeakScaling.of(result);
        for (int i = 0; i < weak.size(); i++) {
            figures.add(new WeakScalingFigure(weak.get(i), i).figure());
        }
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Section("scaling", "Scaling with threads", paragraphs(weak), List.of(), null, figures));
    }

    private List<String> paragraphs(List<WeakScaling> weak) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "Amdahl's law, T(p) = T(1)·(s + (1 − s)/p), fitted by least squares: s is the share of the time that more "
                        + "threads do not shorten.");
        if (!weak.isEmpty()) {
            paragraphs.add(
                    "Weak scaling: each thread has as many operations, within 5 %, so at best the time stays the same.");
        }
        if (ClusterLines.cells(result).findAny().isPresent()) {
            paragraphs.add(
                    "On a cluster a thread is an executor, and times are of computing alone. Predictions are those of the cost "
                            + "model that chose how the product is cut. It knows no time of any product on the cluster.");
        }
        return paragraphs;
    }

    private Section.Figure figure(Scaling scaling, int number) {
        String title = "%s, %s %s, %s, %s"
                .formatted(
                        scaling.contender(),
                        scaling.precision(),
                        Units.shape(scaling.shape()),
                        Units.timeInWords(scaling.comparedTime()),
                        law(scaling));
        Chart chart = new Chart(
                "scaling-" + number,
                title,
                "Speedup over the fewest threads against their number, beside the best possible and Amdahl's law; the table "
                        + "below has every figure.",
                LineChart.HEIGHT,
                List.of(new Chart.View(title, option(scaling))));
        return new Section.Figure(chart, table(title, scaling));
    }

    private Table table(String title, Scaling scaling) {
        Table.Builder<Scaling.Point> table = new Table.Builder<Scaling.Point>()
                .head("threads", point -> Integer.toString(point.threads()))
                .figure("median time", Scaling.Point::seconds, Units::seconds)
                .figure("speedup", Scaling.Point::speedup, Units::times)
                .figure("low", Scaling.Point::low, Units::significant)
                .figure("high", Scaling.Point::high, Units::significant)
                .figure("efficiency", Scaling.Point::efficiency, Units::percent);
        if (!predicted(scaling).isEmpty()) {
            table.figure("predicted time", point -> predicted(scaling, point), Units::seconds);
        }
        return table.words("in the fit", point -> point.fitted() ? "yes" : "no, more threads than processors")
                .of(title, scaling.points());
    }

    private static String law(Scaling scaling) {
        return scaling.serialFraction() == null
                ? "too few points for Amdahl's law"
                : String.format(Locale.ROOT, "s = %.4f", scaling.serialFraction());
    }

    /** Seconds, of the cell behind a point; null where nothing predicts them. */
    private Double predicted(Scaling scaling, Scaling.Point point) {
        return ClusterLines.cells(result)
                .filter(cell -> cell.contender().equals(scaling.contender())
                        && cell.isOf(scaling.precision(), scaling.shape())
                        && Objects.equals(cell.threads(), point.threads()))
                .map(ClusterLines::predicted)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** By threads, how fast a model predicts a contender, over what was measured on the fewest threads. */
    private Map<Integer, Double> predicted(Scaling scaling) {
        Map<Integer, Double> speedups = new TreeMap<>();
        for (Scaling.Point point : scaling.points()) {
            Double seconds = predicted(scaling, point);
            if (seconds != null) {
                speedups.put(point.threads(), scaling.points().get(0).seconds() / seconds);
            }
        }
        return speedups;
    }

    /** The series of what a model predicts; empty where there are no points. */
    static Optional<Map<String, Object>> predicted(List<Map<String, Object>> points) {
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(LineChart.series("predicted by the cost model", "--c2", "diamond", points));
    }

    private Map<String, Object> option(Scaling scaling) {
        int fewest = scaling.overThreads();
        int most =
                scaling.points().stream().mapToInt(Scaling.Point::threads).max().orElse(fewest);
        List<Map<String, Object>> series = new ArrayList<>();
        Map<String, Object> measured = LineChart.series(
                "measured",
                "--c0",
                "circle",
                scaling.points().stream()
                        .map(point -> LineChart.point(point.threads(), point.speedup(), text(point)))
                        .toList());
        measured.put("markLine", intervals(scaling));
        series.add(measured);
        List<Object> best = new ArrayList<>();
        List<Object> law = new ArrayList<>();
        for (int i = 0; i <= MOST_POINTS; i++) {
            double threads = fewest + (double) i * (most - fewest) / MOST_POINTS;
            best.add(List.of(threads, threads / fewest));
            if (scaling.serialFraction() != null) {
                double serial = scaling.serialFraction();
                law.add(List.of(threads, (serial + (1 - serial) / fewest) / (serial + (1 - serial) / threads)));
            }
        }
        series.add(LineChart.limit("at best", "--faint", best));
        if (!law.isEmpty()) {
            series.add(LineChart.limit("Amdahl's law", "--c1", law));
        }
        Map<Integer, Double> predicted = predicted(scaling);
        predicted(predicted.entrySet().stream()
                        .map(point -> LineChart.point(
                                point.getKey(),
                                point.getValue(),
                                "%s: %s predicted"
                                        .formatted(Units.threads(point.getKey()), Units.times(point.getValue()))))
                        .toList())
                .ifPresent(series::add);
        Map<String, Object> x = LineChart.axis("value", "threads");
        x.put("min", fewest);
        x.put("max", Math.max(most, fewest + 1));
        x.put("minInterval", 1);
        Map<String, Object> y = LineChart.axis("value", "times as fast as " + Units.threads(fewest));
        double reach = Stream.concat(scaling.points().stream().map(Scaling.Point::high), predicted.values().stream())
                .reduce((double) most / fewest, Math::max);
        y.put("max", LineChart.roundedUp(reach));
        return LineChart.chart(x, y, series);
    }

    private static String text(Scaling.Point point) {
        return "%s: %s"
                .formatted(Units.threads(point.threads()), Units.times(point.speedup(), point.low(), point.high()));
    }

    private static Map<String, Object> intervals(Scaling scaling) {
        return ECharts.intervals(scaling.points().stream()
                .map(point -> List.of(
                        ECharts.option("coord", List.of(point.threads(), point.low())),
                        ECharts.option("coord", List.of(point.threads(), point.high()))))
                .toList());
    }
}
