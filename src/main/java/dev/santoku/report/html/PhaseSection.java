package dev.santoku.report.html;

import dev.santoku.backend.Audit;
import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the time goes: upload, computing and download, one upon the other. */
record PhaseSection(RunResult result) {
    private static final List<Phase> PHASES = List.of(
            new Phase("upload", "--c1", CellResult.Seconds::upload),
            new Phase("compute", "--c0", CellResult.Seconds::compute),
            new Phase("download", "--c2", CellResult.Seconds::download));

    Optional<Section> section() {
        List<CellResult> cells = Contenders.measured(result).toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        Map<CellGroup, List<CellResult>> groups =
                cells.stream().collect(Collectors.groupingBy(CellGroup::of, LinkedHashMap::new, Collectors.toList()));
        int most = groups.values().stream().mapToInt(List::size).max().orElse(0);
        Chart chart = new Chart(
                "phases",
                "Upload, compute, download",
                "Bars of each contender's time, stacked of upload, compute and download; the table below has every figure.",
                BarChart.height(most),
                groups.entrySet().stream()
                        .map(group -> new Chart.View(Units.group(group.getKey()), option(group.getValue())))
                        .toList());
        return Optional.of(new Section(
                "phases",
                "Where the time goes",
                "The medians of the three steps of a product. End to end is measured in one go, so its median may differ "
                        + "from their sum. Setup, opening the device and building its kernels, is paid once.",
                figures(chart, cells)));
    }

    private List<Section.Figure> figures(Chart chart, List<CellResult> cells) {
        List<Section.Figure> figures = new ArrayList<>();
        figures.add(new Section.Figure(chart, table(cells)));
        List<Ceiling> links = links();
        if (!links.isEmpty()) {
            figures.add(new Section.Figure(null, linkTable(links)));
        }
        return figures;
    }

    /** How fast data get to each device at most, which does not depend on the precision. */
    private List<Ceiling> links() {
        Map<String, Ceiling> byDevice = new LinkedHashMap<>();
        result.ceilings().stream()
                .filter(ceiling -> ceiling.link().isPresent())
                .forEach(ceiling -> byDevice.putIfAbsent(ceiling.device(), ceiling));
        return List.copyOf(byDevice.values());
    }

    private static Table linkTable(List<Ceiling> links) {
        return new Table.Builder<Ceiling>()
                .head("device", Ceiling::device)
                .figure("GB/s to it", Ceiling::hostToDeviceGBs, Units::significant)
                .figure("GB/s to it, pinned", Ceiling::pinnedHostToDeviceGBs, Units::significant)
                .figure("GB/s back", Ceiling::deviceToHostGBs, Units::significant)
                .figure("GB/s back, pinned", Ceiling::pinnedDeviceToHostGBs, Units::significant)
                .figure("a launch", Ceiling::launchMicros, micros -> Units.seconds(1e-6 * micros))
                .of("peak copy rates of each device", links);
    }

    private static Map<String, Object> option(List<CellResult> cells) {
        double longest = cells.stream()
                .mapToDouble(cell -> cell.seconds().endToEnd().median())
                .max()
                .orElse(1);
        TimeScale scale = TimeScale.of(longest);
        List<Object> series = new ArrayList<>();
        for (Phase phase : PHASES) {
            series.add(ECharts.option("type", "bar")
                    .with("name", phase.name)
                    .with("stack", "time")
                    .with("barMaxWidth", 24)
                    .with("itemStyle", ECharts.option("color", phase.colour))
                    .with(
                            "data",
                            cells.stream()
                                    .map(cell -> scale.in(
                                            phase.time.apply(cell.seconds()).median()))
                                    .toList()));
        }
        List<String> names = cells.stream().map(PhaseSection::label).toList();
        return BarChart.chart(BarChart.figures("value", scale.unit()), names, series)
                .with("legend", LineChart.legend());
    }

    private static String label(CellResult cell) {
        return "%s\n%s end to end"
                .formatted(
                        cell.inWords(), Units.seconds(cell.seconds().endToEnd().median()));
    }

    private static Table table(List<CellResult> cells) {
        Table.Builder<CellResult> table = Table.ofCells();
        for (Phase phase : PHASES) {
            table.figure(phase.name, cell -> phase.time.apply(cell.seconds()).median(), Units::seconds);
        }
        if (cells.stream().anyMatch(cell -> cell.audit() != null)) {
            table.words("uploaded", cell -> way(cell, Audit.Transfers::upload))
                    .words("downloaded", cell -> way(cell, Audit.Transfers::download));
        }
        return table.figure("end to end", cell -> cell.seconds().endToEnd().median(), Units::seconds)
                .figure("setup, once", cell -> cell.seconds().setup(), Units::seconds)
                .of("times of each step", cells);
    }

    private static String way(CellResult cell, Function<Audit.Transfers, Audit.Way> step) {
        return cell.audit() == null ? "" : step.apply(cell.audit().transfers()).label();
    }

    private record Phase(String name, String colour, Function<CellResult.Seconds, Estimate> time) {}
}
