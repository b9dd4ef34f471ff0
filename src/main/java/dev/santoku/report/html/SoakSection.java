package dev.santoku.report.html;

import dev.santoku.report.SoakLines;
import dev.santoku.report.Units;
import dev.santoku.result.RunResult;
import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A burn-in: what each device did, rate, clock, temperature and power over time, and the wrong products. */
final class SoakSection {
    private static final int COLOURS = 10;
    private static final double WIDE_FIGURE = 1000;
    private static final int WIDE_GAP = 46;
    private static final int NARROW_GAP = 34;

    private final RunResult result;
    private final Soak soak;

    /** @param result of a burn-in */
    SoakSection(RunResult result) {
        this.result = result;
        this.soak = result.soak();
    }

    Section section() {
        List<Section.Figure> figures = new ArrayList<>();
        chart().ifPresent(chart -> figures.add(new Section.Figure(chart, points())));
        if (soak.devices().stream().anyMatch(part -> part.firstError() != null)) {
            figures.add(new Section.Figure(null, errors()));
        }
        return new Section(
                "soak",
                "Soak",
                List.of(
                        "Full load on all devices at the same time. Every product was compared, bit for bit, with the one that was "
                                + "checked before; rates are those of products that were computed and compared."),
                SoakLines.of(result),
                null,
                figures);
    }

    private Optional<Chart> chart() {
        List<Chart.View> views = Stream.of(
                        view("rate", "GFLOP/s", Soak.Point::gflops),
                        view("clock", "MHz", point -> asDouble(point.clockMHz())),
                        view("temperature", "°C", Soak.Point::temperatureC),
                        view("power", "W", Soak.Point::powerWatts))
                .flatMap(Optional::stream)
                .toList();
        return views.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(
                        "soak-chart",
                        "Over time",
                        "A line for each device over the seconds of load: its rate, and its clock, temperature and power where "
                                + "they are known; the table below has every figure.",
                        LineChart.HEIGHT,
                        views));
    }

    private static Double asDouble(Integer value) {
        return value == null ? null : value.doubleValue();
    }

    /** Empty where nobody told. */
    private Optional<Chart.View> view(String label, String unit, Function<Soak.Point, Double> value) {
        List<Map<String, Object>> series = new ArrayList<>();
        List<Soak.Part> parts = soak.devices();
        for (int i = 0; i < parts.size(); i++) {
            String name = name(parts.get(i));
            List<Map<String, Object>> points = parts.get(i).timeline().stream()
                    .filter(point -> value.apply(point) != null)
                    .map(point -> LineChart.point(
                            point.seconds(),
                            value.apply(point),
                            "%s, %s: %s %s"
                                    .formatted(
                                            name,
                                            SoakLines.time(point.seconds()),
                                            Units.significant(value.apply(point)),
                                            unit)))
                    .toList();
            if (!points.isEmpty()) {
                Map<String, Object> line = LineChart.series(name, "--c" + i % COLOURS, "circle", points);
                line.put("symbolSize", 4);
                series.add(line);
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart.View(
                        label, LineChart.chart(LineChart.axis("value", "seconds of load"), axis(unit, value), series)));
    }

    /** Its name stands beside its figures, whose width depends on what they are. */
    private Map<String, Object> axis(String unit, Function<Soak.Point, Double> value) {
        boolean wide = rows(part -> part.timeline().stream()).stream()
                .map(row -> value.apply(row.thing))
                .anyMatch(figure -> figure != null && figure >= WIDE_FIGURE);
        Map<String, Object> axis = LineChart.axis("value", unit);
        axis.put("nameGap", wide ? WIDE_GAP : NARROW_GAP);
        return axis;
    }

    /** {@code cl0 f32 8192×8192×8192, jocl:warp}. */
    private static String name(Soak.Part part) {
        return "%s %s%s, %s"
                .formatted(
                        part.device(),
                        Units.precision(part.precision(), part.arithmetic()),
                        part.shape() == null ? "" : " " + Units.shape(part.shape()),
                        part.inWords());
    }

    private record Row<T>(String name, T thing) {}

    private <T> List<Row<T>> rows(Function<Soak.Part, Stream<T>> things) {
        return soak.devices().stream()
                .flatMap(part -> things.apply(part).map(thing -> new Row<>(name(part), thing)))
                .toList();
    }

    private Table points() {
        return new Table.Builder<Row<Soak.Point>>()
                .head("device", Row::name)
                .figure("seconds", row -> row.thing.seconds(), Units::significant)
                .figure("products", row -> (double) row.thing.products(), SoakSection::whole)
                .figure("GFLOP/s", row -> row.thing.gflops(), Units::significant)
                .figure("errors", row -> (double) row.thing.errors(), SoakSection::whole)
                .figure("MHz", row -> asDouble(row.thing.clockMHz()), SoakSection::whole)
                .figure("°C", row -> row.thing.temperatureC(), Units::significant)
                .figure("W", row -> row.thing.powerWatts(), Units::significant)
                .words(
                        "slowed down by",
                        row -> row.thing.slowdowns() == null ? "" : String.join(", ", row.thing.slowdowns()))
                .of("the load over time", rows(part -> part.timeline().stream()));
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private Table errors() {
        return new Table.Builder<Row<SoakError>>()
                .head("device", Row::name)
                .figure("seconds", row -> row.thing.seconds(), Units::significant)
                .figure("product", row -> (double) row.thing.product(), SoakSection::whole)
                .figure("elements", row -> (double) row.thing.elements(), SoakSection::whole)
                .words("rows", row -> range(row.thing.rows()))
                .words("columns", row -> range(row.thing.columns()))
                .words("pattern", row -> row.thing.pattern())
                .words("the first element", row -> row.thing.example())
                .of(
                        "the first wrong products of each device",
                        rows(part -> Stream.concat(Stream.ofNullable(part.firstError()), part.moreErrors().stream())));
    }

    private static String range(List<Integer> ends) {
        return ends.get(0).equals(ends.get(1)) ? ends.get(0).toString() : ends.get(0) + "–" + ends.get(1);
    }
}
