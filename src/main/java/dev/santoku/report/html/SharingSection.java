package dev.santoku.report.html;

import dev.santoku.backend.Sharing;
import dev.santoku.report.PartsLimit;
import dev.santoku.report.RemarkLines;
import dev.santoku.report.SharingLines;
import dev.santoku.report.Units;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How processors shared products: a timeline of tiles for each, their shares, and what back ends tell of it. */
record SharingSection(RunResult result) {
    private static final List<Phase> PHASES = List.of(
            new Phase("upload", "--c1", Sharing.Tile::upload),
            new Phase("compute", "--c0", Sharing.Tile::computing),
            new Phase("download", "--c2", Sharing.Tile::download),
            new Phase("check", "--c9", tile -> new Sharing.Span(tile.downloaded(), tile.end())));

    Optional<Section> section() {
        List<CellResult> cells = SharingLines.cells(result).toList();
        List<String> remarks = RemarkLines.of(result);
        List<PartsLimit> limits = PartsLimit.of(result);
        if (cells.isEmpty() && remarks.isEmpty() && limits.isEmpty()) {
            return Optional.empty();
        }
        List<Section.Figure> figures = new ArrayList<>();
        if (!cells.isEmpty()) {
            figures.add(new Section.Figure(chart(cells), tiles(cells)));
            figures.add(new Section.Figure(null, shares(cells)));
        }
        if (!limits.isEmpty()) {
            figures.add(new Section.Figure(null, limits(limits)));
        }
        return Optional.of(new Section(
                "sharing",
                "Shared products",
                List.of(
                        "Several processors compute one product: each takes a tile, some rows of C, as soon as it is free. All should "
                                + "end together. The timeline is that of one product, which took the median time."),
                Stream.concat(remarks.stream(), cells.stream().flatMap(SharingSection::leftOut))
                        .toList(),
                null,
                figures));
    }

    private static Chart chart(List<CellResult> cells) {
        int most = cells.stream()
                .mapToInt(cell -> cell.sharing().parts().size())
                .max()
                .orElse(0);
        return new Chart(
                "sharing",
                "Tiles of one product",
                "A row for each processor, with the tiles that it computed over time; the table below has every figure.",
                BarChart.height(most),
                cells.stream()
                        .map(cell -> new Chart.View(title(cell), timeline(cell.sharing())))
                        .toList());
    }

    private static Stream<String> leftOut(CellResult cell) {
        int tiles = cell.sharing().typical().leftOut();
        return tiles == 0
                ? Stream.empty()
                : Stream.of("%s: %s more than the result holds".formatted(title(cell), Units.counted(tiles, "tile")));
    }

    private static String title(CellResult cell) {
        return cell.inWords() + ", " + Units.group(CellGroup.of(cell));
    }

    private static Map<String, Object> timeline(Sharing sharing) {
        Sharing.Run run = sharing.typical();
        TimeScale scale = TimeScale.of(run.seconds());
        List<String> devices =
                sharing.parts().stream().map(Sharing.Part::device).toList();
        List<Object> series = new ArrayList<>();
        for (Phase phase : PHASES) {
            List<Object> spans = run.tiles().stream()
                    .filter(tile -> phase.of(tile).seconds() > 0)
                    .map(tile -> (Object) span(tile, phase, devices.indexOf(tile.device()), scale))
                    .toList();
            if (!spans.isEmpty()) {
                series.add(ECharts.option("type", "custom")
                        .with("name", phase.name)
                        .with("renderItem", "span") // page.js has the function
                        .with("encode", ECharts.option("x", List.of(1, 2)).with("y", 0))
                        .with("itemStyle", ECharts.option("color", phase.colour))
                        .with("data", spans));
            }
        }
        Map<String, Object> time = BarChart.figures("value", scale.unit());
        time.put("min", 0);
        time.put("max", scale.in(run.seconds()));
        time.put("axisLabel", ECharts.option("showMaxLabel", false));
        List<String> names =
                sharing.parts().stream().map(part -> label(part, sharing)).toList();
        return BarChart.chart(time, names, series).with("legend", LineChart.legend());
    }

    private static String label(Sharing.Part part, Sharing sharing) {
        return part.tiles() == 0
                ? part.device() + "\nnothing"
                : "%s\n%s of the rows, idle %s"
                        .formatted(
                                part.device(),
                                Units.percent(part.rows()),
                                Units.percent(part.idle() / sharing.seconds()));
    }

    private static Map<String, Object> span(Sharing.Tile tile, Phase phase, int row, TimeScale scale) {
        Sharing.Span span = phase.of(tile);
        return ECharts.option(
                        "name",
                        "%s, rows %d to %d: %s from %s to %s"
                                .formatted(
                                        tile.device(),
                                        tile.fromRow(),
                                        tile.fromRow() + tile.rows() - 1,
                                        phase.name,
                                        Units.seconds(span.from()),
                                        Units.seconds(span.to())))
                .with("value", List.of(row, scale.in(span.from()), scale.in(span.to())));
    }

    private static Table tiles(List<CellResult> cells) {
        return new Table.Builder<Row<Sharing.Tile>>()
                .head("contender", row -> row.cell.inWords())
                .words("precision", row -> Units.precision(row.cell))
                .words("size", row -> Units.shape(row.cell.shape()))
                .words("processor", row -> row.thing.device())
                .figure("from row", row -> (double) row.thing.fromRow(), SharingSection::whole)
                .figure("rows", row -> (double) row.thing.rows(), SharingSection::whole)
                .figure("begin", row -> row.thing.begin(), Units::seconds)
                .figure("uploaded", row -> row.thing.uploaded(), Units::seconds)
                .figure("computed", row -> row.thing.computed(), Units::seconds)
                .figure("downloaded", row -> row.thing.downloaded(), Units::seconds)
                .figure("checked", row -> row.thing.end(), Units::seconds)
                .of(
                        "tiles of one product each, with the moments when each was done",
                        rows(cells, sharing -> sharing.typical().tiles()));
    }

    private static Table shares(List<CellResult> cells) {
        return new Table.Builder<Row<Sharing.Part>>()
                .head("contender", row -> row.cell.inWords())
                .words("precision", row -> Units.precision(row.cell))
                .words("size", row -> Units.shape(row.cell.shape()))
                .words("processor", row -> row.thing.device())
                .figure("of the rows", row -> row.thing.rows(), Units::percent)
                .figure("tiles", row -> row.thing.tiles(), Units::significant)
                .figure("computing", row -> row.thing.compute(), Units::seconds)
                .figure("transfers", row -> row.thing.transfer(), Units::seconds)
                .figure("idle at the end", row -> row.thing.idle(), Units::seconds)
                .figure("a product", row -> row.cell.sharing().seconds(), Units::seconds)
                .of("what each processor did, means over all products", rows(cells, Sharing::parts));
    }

    private static Table limits(List<PartsLimit> limits) {
        return new Table.Builder<PartsLimit>()
                .head("contender", limit -> limit.shared().inWords())
                .words("precision", limit -> Units.precision(limit.shared()))
                .words("size", limit -> Units.shape(limit.shared().shape()))
                .figure("GFLOP/s", limit -> limit.shared().gflops().endToEnd(), Units::significant)
                .figure("limit", PartsLimit::gflops, Units::significant)
                .figure("of the limit", PartsLimit::share, Units::percent)
                .words("the limit is", PartsLimit::limitInWords)
                .words("parts alone, GFLOP/s", SharingSection::alone)
                .of("shared products beside what their parts reach alone", limits);
    }

    private static String alone(PartsLimit limit) {
        return limit.alone().stream()
                .map(cell -> "%s %s"
                        .formatted(
                                cell.inWords(), Units.significant(cell.gflops().endToEnd())))
                .collect(Collectors.joining(", "));
    }

    private static <T> List<Row<T>> rows(List<CellResult> cells, Function<Sharing, List<T>> things) {
        return cells.stream()
                .flatMap(cell -> things.apply(cell.sharing()).stream().map(thing -> new Row<>(cell, thing)))
                .toList();
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private record Row<T>(CellResult cell, T thing) {}

    private record Phase(String name, String colour, Function<Sharing.Tile, Sharing.Span> span) {
        Sharing.Span of(Sharing.Tile tile) {
            return span.apply(tile);
        }
    }
}
