package dev.santoku.report.fleet;

import dev.santoku.report.Units;
import dev.santoku.report.html.BarChart;
import dev.santoku.report.html.Chart;
import dev.santoku.report.html.Page;
import dev.santoku.report.html.Section;
import dev.santoku.report.html.Table;
import dev.santoku.statistics.Repeatability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A merge for a browser: one HTML file. */
public final class MergePage {
    private final Merge merge;
    private final MergeSentences sentences;

    public MergePage(Merge merge) {
        this.merge = merge;
        this.sentences = new MergeSentences(merge);
    }

    /** For a browser: one HTML file. */
    public String toHtml(String version) {
        List<Section> sections = new ArrayList<>();
        Stream<String> bought = merge.hardware().stream()
                .flatMap(hardware -> MergeSentences.sentences(hardware).stream()
                        .map(sentence -> MergeSentences.heading(hardware) + ". " + sentence));
        sections.add(new Section(
                "summary",
                "What the hardware buys",
                Stream.concat(bought, sentences.severalWithins().stream()).toList()));
        List<String> outliers = merge.hardware().stream()
                .flatMap(hardware -> hardware.outliers().stream()
                        .map(outlier -> hardware.inWords() + ": " + MergeSentences.inWords(outlier)))
                .toList();
        if (!outliers.isEmpty()) {
            sections.add(new Section("outliers", "Machines unlike their class", outliers));
        }
        for (int i = 0; i < merge.hardware().size(); i++) {
            sections.add(section(merge.hardware().get(i), i));
        }
        if (!sentences.files().isEmpty()) {
            sections.add(new Section("files", "Files left out", sentences.files()));
        }
        return new Page(sentences.title(), null, version, sections, new Page.Data("merge.json", merge)).toHtml();
    }

    private static Section section(Merge.Hardware hardware, int number) {
        Map<String, List<Merge.Row>> groups = MergeSentences.byGroup(hardware);
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
                MergeSentences.heading(hardware),
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
        String name =
                MergeSentences.name(row) + "\n" + Units.significant(spread.median()) + MergeSentences.range(spread);
        return new BarChart.Bar(name, spread.median(), spread.low(), spread.high(), "--c0");
    }

    private static Table table(List<Merge.Row> rows) {
        Table.Builder<Merge.Row> table = new Table.Builder<Merge.Row>()
                .head("contender", MergeSentences::name)
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
        if (rows.stream().anyMatch(row -> row.repeatability() != null)) {
            table.figure("SD within machines", row -> of(row, Repeatability::within), Units::percent)
                    .figure("SD between machines", row -> of(row, Repeatability::between), Units::percent);
        }
        return table.words("median by JDK or driver", MergeSentences::facets).of("every cell", rows);
    }

    private static Double of(Merge.Row row, Function<Repeatability, Double> value) {
        return row.repeatability() == null ? null : value.apply(row.repeatability());
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
