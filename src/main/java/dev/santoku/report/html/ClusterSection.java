package dev.santoku.report.html;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.report.ClusterLines;
import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What products cost on a cluster: shuffled bytes over the lower bound, and where the time of its slots goes. */
record ClusterSection(RunResult result) {
    private static final List<Part> PARTS = List.of(
            new Part("computing", "--c0", ClusterCost::computing),
            new Part("writing shuffles", "--c1", ClusterCost::writing),
            new Part("waiting for them", "--c2", ClusterCost::waiting),
            new Part("no task", "--c9", ClusterCost::idle));

    Optional<Section> section() {
        List<CellResult> cells = ClusterLines.cells(result)
                .sorted(Comparator.comparing(CellResult::precision)
                        .thenComparingDouble(cell -> cell.shape().flops()))
                .toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<Section.Figure> figures = new ArrayList<>();
        List<CellResult> bounded = cells.stream()
                .filter(cell -> ClusterLines.overBound(cell) != null)
                .toList();
        if (!bounded.isEmpty()) {
            figures.add(new Section.Figure(bytes(bounded), null));
        }
        figures.add(new Section.Figure(shares(cells), table(cells)));
        return Optional.of(new Section(
                "cluster",
                "Products on a cluster",
                "Bytes that a product shuffles, over what slots have to receive of each other in any algorithm that multiplies as "
                        + "usual; and where the time of all slots goes. Means over all products of a size. One slot has no lower "
                        + "bound.",
                figures));
    }

    private Chart bytes(List<CellResult> cells) {
        return new Chart(
                "cluster-bytes",
                "Shuffled bytes over the lower bound",
                "Lines of shuffled bytes over the lower bound against the size of the product for each contender; the table below "
                        + "has every figure.",
                LineChart.HEIGHT,
                views(cells, this::overBound));
    }

    private Map<String, Object> overBound(List<CellResult> cells) {
        Contenders contenders = new Contenders(result);
        List<Map<String, Object>> series = new ArrayList<>();
        for (String name : contenders.names()) {
            List<Map<String, Object>> points = cells.stream()
                    .filter(cell -> cell.inWords().equals(name))
                    .map(cell -> LineChart.point(
                            RateSection.side(cell.shape()),
                            ClusterLines.overBound(cell),
                            "%s, %s: %s × the lower bound"
                                    .formatted(
                                            name,
                                            Units.shape(cell.shape()),
                                            Units.significant(ClusterLines.overBound(cell)))))
                    .toList();
            if (!points.isEmpty()) {
                series.add(LineChart.series(name, contenders.colour(name), contenders.mark(name), points));
            }
        }
        double least = RateSection.side(cells.get(0).shape());
        double most = RateSection.side(cells.get(cells.size() - 1).shape());
        series.add(LineChart.limit(
                "lower bound", "--faint", List.of(List.of(least, 1), List.of(Math.max(most, 2 * least), 1))));
        Map<String, Object> x = LineChart.axis("log", "side, (m·n·k)^⅓");
        x.put("logBase", 2);
        Map<String, Object> y = LineChart.axis("value", "times the lower bound");
        y.put("min", 0);
        return LineChart.chart(x, y, series);
    }

    private static Chart shares(List<CellResult> cells) {
        List<Chart.View> views = views(cells, ClusterSection::bars);
        int most = views.stream()
                .mapToInt(view -> Math.toIntExact(cells.stream()
                        .filter(cell -> cell.precision().label().equals(view.label()))
                        .count()))
                .max()
                .orElse(0);
        return new Chart(
                "cluster-time",
                "Where the time of slots goes",
                "Bars for each contender and size, stacked of the shares of time in which tasks compute, write shuffles, wait for "
                        + "them, and in which no task runs; the table below has every figure.",
                BarChart.height(most),
                views);
    }

    /** A view of each precision. */
    private static List<Chart.View> views(
            List<CellResult> cells, Function<List<CellResult>, Map<String, Object>> option) {
        return cells.stream()
                .map(CellResult::precision)
                .distinct()
                .map(precision -> new Chart.View(precision.label(), option.apply(of(precision, cells))))
                .toList();
    }

    private static List<CellResult> of(Precision precision, List<CellResult> cells) {
        return cells.stream().filter(cell -> cell.precision() == precision).toList();
    }

    private static Map<String, Object> bars(List<CellResult> cells) {
        List<Object> series = new ArrayList<>();
        for (Part part : PARTS) {
            series.add(ECharts.option("type", "bar")
                    .with("name", part.name)
                    .with("stack", "time")
                    .with("barMaxWidth", 24)
                    .with("itemStyle", ECharts.option("color", part.colour))
                    .with(
                            "data",
                            cells.stream().map(cell -> 100 * part.of(cell)).toList()));
        }
        Map<String, Object> axis = BarChart.figures("value", "% of the slots' time");
        axis.put("max", 100);
        List<String> names = cells.stream()
                .map(cell -> cell.inWords() + "\n" + Units.shape(cell.shape()))
                .toList();
        return BarChart.chart(axis, names, series).with("legend", LineChart.legend());
    }

    private static Table table(List<CellResult> cells) {
        Table.Builder<CellResult> table = Table.ofCells()
                .figure("slots", cell -> (double) cell.cluster().slots(), slots -> Long.toString(Math.round(slots)))
                .figure("shuffled", cell -> cell.cluster().shuffledBytes(), ClusterLines::megabytes)
                .figure("lower bound", cell -> cell.cluster().leastBytes(), ClusterLines::megabytes)
                .figure("over it", ClusterLines::overBound, Units::times);
        for (Part part : PARTS) {
            table.figure(part.name, part::of, Units::percent);
        }
        return table.figure("predicted", ClusterLines::predicted, Units::seconds)
                .figure("computed in", cell -> cell.seconds().compute().median(), Units::seconds)
                .figure(
                        "rate of a slot in the model, GFLOP/s",
                        cell -> model(cell, ClusterCost.Prediction::slotGflops),
                        Units::significant)
                .figure(
                        "network in the model, GB/s",
                        cell -> model(cell, ClusterCost.Prediction::networkGBs),
                        Units::significant)
                .of("bytes and time of products on a cluster", cells);
    }

    private static Double model(CellResult cell, ToDoubleFunction<ClusterCost.Prediction> figure) {
        ClusterCost.Prediction prediction = cell.cluster().prediction();
        return prediction == null ? null : figure.applyAsDouble(prediction);
    }

    private record Part(String name, String colour, ToDoubleFunction<ClusterCost> share) {
        double of(CellResult cell) {
            return share.applyAsDouble(cell.cluster());
        }
    }
}
