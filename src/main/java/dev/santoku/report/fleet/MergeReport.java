package dev.santoku.report.fleet;

import dev.santoku.plan.SamplingProfile;
import dev.santoku.report.Style;
import dev.santoku.report.Units;
import dev.santoku.report.html.BarChart;
import dev.santoku.report.html.Chart;
import dev.santoku.report.html.Page;
import dev.santoku.report.html.Section;
import dev.santoku.report.html.Table;
import dev.santoku.report.text.TextTable;
import dev.santoku.result.Contender;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A merge for a terminal and for a browser. */
public final class MergeReport {
    private final Merge merge;

    public MergeReport(Merge merge) {
        this.merge = merge;
    }

    /** For a terminal, ending in a line feed. */
    public String toText(Style style) {
        StringBuilder text = new StringBuilder(title()).append('\n');
        severalWithins().ifPresent(line -> text.append(line).append('\n'));
        for (Merge.Hardware hardware : merge.hardware()) {
            text.append('\n')
                    .append(style.bold(UntrustedText.line(heading(hardware))))
                    .append('\n');
            sentences(hardware)
                    .forEach(line -> text.append(UntrustedText.line(line)).append('\n'));
            hardware.outliers().forEach(outlier -> text.append(style.bad(UntrustedText.line(inWords(outlier))))
                    .append('\n'));
            byGroup(hardware).forEach((group, rows) -> text.append('\n')
                    .append(group)
                    .append('\n')
                    .append(textTable(rows))
                    .append('\n'));
        }
        files().forEach(line -> text.append('\n').append(UntrustedText.line(line)));
        return files().isEmpty() ? text.toString() : text.append('\n').toString();
    }

    /** For a browser: one HTML file. */
    public String toHtml(String version) {
        List<Section> sections = new ArrayList<>();
        Stream<String> bought = merge.hardware().stream()
                .flatMap(hardware -> sentences(hardware).stream().map(sentence -> heading(hardware) + ". " + sentence));
        sections.add(new Section(
                "summary",
                "What the hardware buys",
                Stream.concat(bought, severalWithins().stream()).toList()));
        List<String> outliers = merge.hardware().stream()
                .flatMap(hardware ->
                        hardware.outliers().stream().map(outlier -> hardware.inWords() + ": " + inWords(outlier)))
                .toList();
        if (!outliers.isEmpty()) {
            sections.add(new Section("outliers", "Machines unlike their class", outliers));
        }
        for (int i = 0; i < merge.hardware().size(); i++) {
            sections.add(section(merge.hardware().get(i), i));
        }
        if (!files().isEmpty()) {
            sections.add(new Section("files", "Files left out", files()));
        }
        return new Page(title(), null, version, sections, new Page.Data("merge.json", merge)).toHtml();
    }

    private String title() {
        return "%s of %s, %s of hardware"
                .formatted(
                        Units.counted(merge.runs(), "run"),
                        Units.counted(merge.machines(), "machine"),
                        Units.counted(merge.hardware().size(), "kind"));
    }

    /** Where runs settled their cells at several widths. */
    private Optional<String> severalWithins() {
        return merge.within().size() < 2
                ? Optional.empty()
                : Optional.of("Cells were settled at %s, which differs by run."
                        .formatted(merge.within().stream()
                                .map(SamplingProfile::inWords)
                                .collect(Collectors.joining(" or "))));
    }

    private static String heading(Merge.Hardware hardware) {
        return "%s (%s)".formatted(hardware.inWords(), Units.counted(hardware.machines(), "machine"));
    }

    /** Of each precision the fastest at the largest size. */
    private static List<String> sentences(Merge.Hardware hardware) {
        Map<String, Merge.Row> fastest = new LinkedHashMap<>();
        hardware.rows().forEach(row -> fastest.merge(row.precision().label(), row, MergeReport::larger));
        return fastest.values().stream()
                .map(row -> "%s: %s reaches %s GFLOP/s%s end to end at %s%s."
                        .formatted(
                                row.precision(),
                                name(row),
                                Units.significant(row.gflops().median()),
                                range(row.gflops()),
                                row.shape(),
                                Optional.ofNullable(row.overSingle())
                                        .map(speedup -> ", %s%s as fast as one thread of its machine"
                                                .formatted(Units.times(speedup.median()), range(speedup)))
                                        .orElse("")))
                .toList();
    }

    private static Merge.Row larger(Merge.Row one, Merge.Row other) {
        int bySize = Double.compare(one.shape().flops(), other.shape().flops());
        if (bySize != 0) {
            return bySize > 0 ? one : other;
        }
        return one.gflops().median() >= other.gflops().median() ? one : other;
    }

    private static String range(Merge.Spread spread) {
        return spread.machines() == 1
                ? ""
                : " (%s–%s)".formatted(Units.significant(spread.low()), Units.significant(spread.high()));
    }

    private static String inWords(Merge.Outlier outlier) {
        return "%s is an outlier: %s of its class's median over %d cells, %.1f MAD off"
                .formatted(
                        outlier.machine(),
                        Units.times(outlier.speed()),
                        outlier.cells(),
                        Math.abs(outlier.deviations()));
    }

    private List<String> files() {
        List<String> lines = new ArrayList<>();
        merge.duplicates()
                .forEach(file -> lines.add("counted once: %s has a run that another file has".formatted(file)));
        merge.refused().forEach(refused -> lines.add("left out: %s: %s".formatted(refused.file(), refused.reason())));
        return lines;
    }

    private static String name(Merge.Row row) {
        return Contender.inWords(row.contender(), row.threads());
    }

    private static Map<String, List<Merge.Row>> byGroup(Merge.Hardware hardware) {
        return hardware.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.precision() + " " + Units.shape(row.shape()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String textTable(List<Merge.Row> rows) {
        return new TextTable<Merge.Row>()
                .left("contender", MergeReport::name)
                .right("machines", row -> Integer.toString(row.gflops().machines()))
                .right("GFLOP/s", row -> Units.significant(row.gflops().median()) + range(row.gflops()))
                .right("over single", row -> speedup(row.overSingle()))
                .right("over pool", row -> speedup(row.overPool()))
                .whole("median by JDK or driver", MergeReport::facets)
                .of(rows);
    }

    private static String speedup(Merge.Spread spread) {
        return spread == null ? "–" : Units.times(spread.median()) + range(spread);
    }

    private static String facets(Merge.Row row) {
        return row.byFacet().stream()
                .map(facet ->
                        "%s: %s (%d)".formatted(facet.facet(), Units.significant(facet.median()), facet.machines()))
                .collect(Collectors.joining(", "));
    }

    private static Section section(Merge.Hardware hardware, int number) {
        Map<String, List<Merge.Row>> groups = byGroup(hardware);
        int most = groups.values().stream().mapToInt(List::size).max().orElse(0);
        List<Section.Figure> figures = new ArrayList<>();
        Chart chart = new Chart(
                "hardware-" + number + "-rates",
                "GFLOP/s, end to end",
                "Bars of each contender's median rate over all machines, with lines from the slowest to the fastest; the table "
                        + "below has every figure.",
                BarChart.height(most),
                groups.entrySet().stream()
                        .map(group -> new Chart.View(
                                group.getKey(),
                                bars(group.getValue(), "GFLOP/s", row -> Optional.of(row.gflops()), false)))
                        .toList());
        figures.add(new Section.Figure(chart, table(hardware.rows())));
        List<Chart.View> speedups = groups.entrySet().stream()
                .filter(group -> group.getValue().stream().anyMatch(row -> row.overSingle() != null))
                .map(group -> new Chart.View(
                        group.getKey(),
                        bars(
                                group.getValue().stream()
                                        .filter(row -> row.overSingle() != null)
                                        .toList(),
                                "times as fast as one thread",
                                row -> Optional.ofNullable(row.overSingle()),
                                true)))
                .toList();
        if (!speedups.isEmpty()) {
            figures.add(new Section.Figure(
                    new Chart(
                            "hardware-" + number + "-speedups",
                            "Speedup over one thread of the same machine",
                            "Bars of each contender's median speedup over one thread, with lines from the smallest to the "
                                    + "largest; the table above has every figure.",
                            BarChart.height(most),
                            speedups),
                    null));
        }
        return new Section(
                "hardware-" + number,
                heading(hardware),
                List.of(
                        "Medians over machines; lines reach from the smallest to the largest. Of several runs of a machine the "
                                + "median counts. Seen with " + String.join(", ", hardware.facets()) + "."),
                List.of(),
                null,
                figures);
    }

    private static Map<String, Object> bars(
            List<Merge.Row> rows, String axis, Function<Merge.Row, Optional<Merge.Spread>> value, boolean atOne) {
        List<Merge.Row> sorted = rows.stream()
                .sorted(Comparator.comparingDouble(row -> -row.gflops().median()))
                .toList();
        List<BarChart.Bar> bars = sorted.stream()
                .flatMap(row -> value.apply(row).stream().map(spread -> bar(row, spread)))
                .toList();
        return BarChart.chart(bars, axis, atOne);
    }

    private static BarChart.Bar bar(Merge.Row row, Merge.Spread spread) {
        String name = name(row) + "\n" + Units.significant(spread.median()) + range(spread);
        return new BarChart.Bar(name, spread.median(), spread.low(), spread.high(), "--c0");
    }

    private static Table table(List<Merge.Row> rows) {
        Table.Builder<Merge.Row> table = new Table.Builder<Merge.Row>()
                .head("contender", MergeReport::name)
                .words("precision", row -> row.precision().label())
                .words("size", row -> Units.shape(row.shape()))
                .figure(
                        "machines",
                        row -> (double) row.gflops().machines(),
                        count -> Integer.toString(count.intValue()));
        spread(table, "GFLOP/s", Merge.Row::gflops, Units::significant);
        spread(table, "computing alone", Merge.Row::computeGflops, Units::significant);
        spread(table, "over single", Merge.Row::overSingle, Units::times);
        spread(table, "over pool", Merge.Row::overPool, Units::times);
        return table.words("median by JDK or driver", MergeReport::facets).of("every cell", rows);
    }

    private static void spread(
            Table.Builder<Merge.Row> table,
            String header,
            Function<Merge.Row, Merge.Spread> spread,
            Function<Double, String> text) {
        table.figure(header, row -> of(spread.apply(row), Merge.Spread::median), text)
                .figure("low", row -> of(spread.apply(row), Merge.Spread::low), text)
                .figure("high", row -> of(spread.apply(row), Merge.Spread::high), text);
    }

    private static Double of(Merge.Spread spread, Function<Merge.Spread, Double> value) {
        return spread == null ? null : value.apply(spread);
    }
}
