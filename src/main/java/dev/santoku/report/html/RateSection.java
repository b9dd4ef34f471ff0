package dev.santoku.report.html;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Conclusion;
import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** GFLOP/s against size, with ceilings and with the sizes from which on a contender pays; every measured cell in a table. */
final class RateSection {
    private final RunResult result;
    private final Contenders contenders;
    private final Conclusion conclusion;

    RateSection(RunResult result) {
        this.result = result;
        this.contenders = new Contenders(result);
        this.conclusion = new Conclusion(result);
    }

    Optional<Section> section() {
        List<CellResult> cells = Contenders.measured(result).toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<Chart.View> views = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            List<CellResult> ofPrecision = cells.stream()
                    .filter(cell -> cell.precision() == precision)
                    .sorted(Comparator.comparingDouble(cell -> side(cell.shape())))
                    .toList();
            if (!ofPrecision.isEmpty()) {
                views.add(view(precision, "end to end", ofPrecision, cell -> cell.gflops()
                        .endToEnd()));
                views.add(view(precision, "computing alone", ofPrecision, cell -> cell.gflops()
                        .compute()));
            }
        }
        Chart chart = new Chart(
                "rates",
                "Rate against size",
                "Lines of GFLOP/s over the size of the product for each contender, both axes logarithmic, with dashed lines "
                        + "for the devices' measured peak; the table below has every figure.",
                LineChart.HEIGHT,
                views);
        return Optional.of(new Section(
                "rates",
                "Rate against size",
                "2·m·n·k over the median time, in 10⁹ operations a second; the size is the side of a cube of as many. "
                        + "Dashed: the peak of a device, measured in the same run. Dotted: from this size on a "
                        + "contender, whose mark there is larger, is faster than one thread, end to end.",
                List.of(new Section.Figure(chart, table(cells)))));
    }

    private Chart.View view(
            Precision precision, String time, List<CellResult> cells, ToDoubleFunction<CellResult> rate) {
        List<Map<String, Object>> series = new ArrayList<>();
        for (String name : contenders.names()) {
            List<Map<String, Object>> points = cells.stream()
                    .filter(cell -> cell.inWords().equals(name))
                    .map(cell -> point(cell, rate.applyAsDouble(cell)))
                    .toList();
            if (!points.isEmpty()) {
                series.add(LineChart.series(name, contenders.colour(name), contenders.mark(name), points));
            }
        }
        Map<Double, String> marks = new TreeMap<>();
        cells.stream()
                .filter(conclusion::paysFrom)
                .forEach(cell -> marks.put(side(cell.shape()), "faster from " + cell.shape()));
        series.add(LineChart.marks(marks));
        double least = side(cells.get(0).shape());
        double most = side(cells.get(cells.size() - 1).shape());
        for (Ceiling ceiling : result.ceilings()) {
            if (cells.stream().anyMatch(cell -> isOf(cell, ceiling))) {
                String name = peak(ceiling);
                String text = name + ": " + Units.significant(ceiling.gflops()) + " GFLOP/s";
                series.add(LineChart.limit(
                        name,
                        "--faint",
                        List.of(
                                LineChart.point(least, ceiling.gflops(), text),
                                LineChart.point(Math.max(most, 2 * least), ceiling.gflops(), text))));
            }
        }
        Map<String, Object> x = LineChart.axis("log", "side, (m·n·k)^⅓");
        x.put("logBase", 2);
        return new Chart.View(precision + ", " + time, LineChart.chart(x, LineChart.axis("log", "GFLOP/s"), series));
    }

    /** Whether a cell was computed by what this is the most of. */
    static boolean isOf(CellResult cell, Ceiling ceiling) {
        return cell.computedIn() == ceiling.precision() && cell.device().equals(ceiling.device());
    }

    /** {@code peak, cl0}, or {@code bf16 peak, cl0}: one view may have two of a device. */
    static String peak(Ceiling ceiling) {
        String arithmetic = ceiling.precision().isReduced() ? ceiling.precision() + " " : "";
        return arithmetic + "peak, " + owner(ceiling);
    }

    /** {@code cpu, 2 threads}. */
    static String owner(Ceiling ceiling) {
        return ceiling.device() + (ceiling.threads() == null ? "" : ", " + Units.threads(ceiling.threads()));
    }

    private Map<String, Object> point(CellResult cell, double rate) {
        Map<String, Object> point = LineChart.point(
                side(cell.shape()),
                rate,
                "%s, %s: %s GFLOP/s".formatted(cell.inWords(), Units.shape(cell.shape()), Units.significant(rate)));
        if (conclusion.paysFrom(cell)) {
            point.put("symbolSize", 18);
        }
        return point;
    }

    /** The side of a cube of as many multiplications. */
    static double side(Shape shape) {
        return Math.cbrt((double) shape.m() * shape.n() * shape.k());
    }

    private static Table table(List<CellResult> cells) {
        Table.Builder<CellResult> table = Table.ofCells()
                .figure("GFLOP/s", cell -> cell.gflops().endToEnd(), Units::significant)
                .figure("computing alone", cell -> cell.gflops().compute(), Units::significant)
                .figure("of peak", CellResult::ofCeiling, Units::percent)
                .figure("median time", cell -> cell.seconds().endToEnd().median(), Units::seconds)
                .figure("low", cell -> cell.seconds().endToEnd().low(), Units::seconds)
                .figure("high", cell -> cell.seconds().endToEnd().high(), Units::seconds)
                .figure("samples", cell -> (double) cell.samples(), samples -> Integer.toString(samples.intValue()));
        if (cells.stream().anyMatch(cell -> cell.launches() != null && cell.launches() > 1)) {
            table.words("launches", cell -> Objects.toString(cell.launches(), ""));
        }
        return table.words("to be doubted", cell -> String.join(", ", cell.flags()))
                .of("every measured cell", cells);
    }
}
