package dev.santoku.report.html;

import dev.santoku.report.ClusterLines;
import dev.santoku.report.Units;
import dev.santoku.report.WeakScaling;
import dev.santoku.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Weak scaling: the time over threads where each has as much to compute, beside what a model predicts. */
record WeakScalingFigure(WeakScaling scaling, int number) {
    Section.Figure figure() {
        Chart chart = new Chart(
                "weak-" + number,
                scaling.title(),
                "Time of a product against the number of threads, with as many operations for each of them; at best it does not "
                        + "grow. The table below has every figure.",
                LineChart.HEIGHT,
                List.of(new Chart.View(scaling.title(), option())));
        return new Section.Figure(chart, table());
    }

    private Table table() {
        Table.Builder<CellResult> table = new Table.Builder<CellResult>()
                .head("threads", cell -> Integer.toString(cell.threads()))
                .words("size", cell -> Units.shape(cell.shape()))
                .figure("median time", cell -> scaling.seconds(cell).median(), Units::seconds)
                .figure("low", cell -> scaling.seconds(cell).low(), Units::seconds)
                .figure("high", cell -> scaling.seconds(cell).high(), Units::seconds)
                .figure("efficiency", scaling::efficiency, Units::percent);
        if (scaling.cells().stream().anyMatch(cell -> ClusterLines.predicted(cell) != null)) {
            table.figure("predicted time", ClusterLines::predicted, Units::seconds);
        }
        return table.of(scaling.title(), scaling.cells());
    }

    private Map<String, Object> option() {
        List<CellResult> cells = scaling.cells();
        CellResult fewest = cells.get(0);
        CellResult most = cells.get(cells.size() - 1);
        double longest = cells.stream()
                .mapToDouble(cell -> Math.max(scaling.seconds(cell).high(), predicted(cell)))
                .max()
                .orElse(1);
        TimeScale scale = TimeScale.of(longest);
        List<Map<String, Object>> series = new ArrayList<>();
        Map<String, Object> measured = LineChart.series(
                "measured",
                "--c0",
                "circle",
                cells.stream()
                        .map(cell -> LineChart.point(
                                cell.threads(),
                                scale.in(scaling.seconds(cell).median()),
                                "%s, %s: %s, efficiency %s"
                                        .formatted(
                                                Units.threads(cell.threads()),
                                                Units.shape(cell.shape()),
                                                Units.seconds(
                                                        scaling.seconds(cell).median()),
                                                Units.percent(scaling.efficiency(cell)))))
                        .toList());
        measured.put(
                "markLine",
                ECharts.intervals(cells.stream()
                        .map(cell -> List.of(
                                coordinate(cell, scale.in(scaling.seconds(cell).low())),
                                coordinate(cell, scale.in(scaling.seconds(cell).high()))))
                        .toList()));
        series.add(measured);
        double base = scale.in(scaling.seconds(fewest).median());
        series.add(LineChart.limit(
                "at best", "--faint", List.of(List.of(fewest.threads(), base), List.of(most.threads(), base))));
        ScalingSection.predicted(cells.stream()
                        .filter(cell -> ClusterLines.predicted(cell) != null)
                        .map(cell -> LineChart.point(
                                cell.threads(),
                                scale.in(predicted(cell)),
                                "%s: %s predicted"
                                        .formatted(Units.threads(cell.threads()), Units.seconds(predicted(cell)))))
                        .toList())
                .ifPresent(series::add);
        Map<String, Object> x = LineChart.axis("value", "threads");
        x.put("min", fewest.threads());
        x.put("max", most.threads());
        x.put("minInterval", 1);
        Map<String, Object> y = LineChart.axis("value", scale.unit());
        y.put("min", 0);
        y.put("max", LineChart.roundedUp(scale.in(longest)));
        return LineChart.chart(x, y, series);
    }

    private static double predicted(CellResult cell) {
        return Objects.requireNonNullElse(ClusterLines.predicted(cell), 0.0);
    }

    private static Map<String, Object> coordinate(CellResult cell, double time) {
        return ECharts.option("coord", List.of(cell.threads(), time));
    }
}
