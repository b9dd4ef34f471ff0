package dev.santoku.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.report.Clusters;
import dev.santoku.report.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What products cost on a cluster, and how they scale beside a model, as data and as Chromium draws it. */
class ClusterSectionTest {
    private static List<List<String>> texts(Table table, int skipped) {
        return table.rows().stream()
                .map(row ->
                        row.cells().stream().skip(skipped).map(Table.Cell::text).toList())
                .toList();
    }

    @Test
    void theTableHoldsEveryFigure() {
        Section section = new ClusterSection(Clusters.run()).section().orElseThrow();
        List<List<String>> rows = texts(section.figures().get(1).table(), 2);
        assertThat(rows).hasSize(5);
        assertThat(rows.get(0))
                .containsExactly(
                        "1024×1024×1024",
                        "1",
                        "8.40 MB",
                        "0.0 MB",
                        "",
                        "50.0 %",
                        "12.5 %",
                        "6.3 %",
                        "31.3 %",
                        "72.5 ms",
                        "80.0 ms",
                        "50.0",
                        "1.25");
        assertThat(rows.get(1))
                .containsExactly(
                        "1024×1024×1024",
                        "2",
                        "12.6 MB",
                        "4.20 MB",
                        "3.00×",
                        "75.0 %",
                        "5.0 %",
                        "8.0 %",
                        "12.0 %",
                        "50.0 ms",
                        "64.0 ms",
                        "50.0",
                        "1.25");
        assertThat(rows.get(4))
                .containsExactly(
                        "1024×1024×1024",
                        "2",
                        "21.0 MB",
                        "4.20 MB",
                        "5.00×",
                        "40.0 %",
                        "10.0 %",
                        "20.0 %",
                        "30.0 %",
                        "",
                        "400 ms",
                        "",
                        "");
        assertThat(new ClusterSection(Results.typical()).section()).isEmpty();
    }

    @Test
    void scalingHasWhatWasPredictedBesideWhatWasMeasured() {
        Section section = new ScalingSection(Clusters.run()).section().orElseThrow();
        assertThat(section.figures()).hasSize(2);
        assertThat(texts(section.figures().get(0).table(), 6))
                .containsExactly(List.of("72.5 ms", "yes"), List.of("50.0 ms", "yes"));
        assertThat(texts(section.figures().get(1).table(), 1))
                .containsExactly(
                        List.of("1024×1024×1024", "80.0 ms", "78.4 ms", "81.6 ms", "100.0 %", "72.5 ms"),
                        List.of("1290×1290×1290", "100 ms", "98.0 ms", "102 ms", "80.0 %", "50.0 ms"));
    }

    @Test
    void allOfItIsDrawn(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("page.html"), HtmlReport.of(Clusters.run()));
        try (Browser browser = new Browser(true)) {
            browser.open(page);
            assertThat(browser.console()).isEmpty();
            assertThat(names(browser, "cluster-bytes"))
                    .containsExactly("spark:cuboids@cpu on 2 threads", "lower bound");
            assertThat(names(browser, "cluster-time"))
                    .containsExactly("computing", "writing shuffles", "waiting for them", "no task");
            assertThat(names(browser, "scaling-0"))
                    .containsExactly("measured", "at best", "predicted by the cost model");
            assertThat(names(browser, "weak-0")).containsExactly("measured", "at best", "predicted by the cost model");
            assertThat(
                            browser.<List<List<Number>>>ask(
                                    chart("scaling-0")
                                            + ".getOption().series[2].data.map(point => point.value.map(value => Math.round(1000 * value)))"))
                    .as("80 ms over 72.5 and 50 ms")
                    .containsExactly(List.of(1000L, 1103L), List.of(2000L, 1600L));
        }
    }

    private static List<String> names(Browser browser, String chart) {
        return browser.ask(chart(chart) + ".getOption().series.map(series => series.name)");
    }

    private static String chart(String id) {
        return "return echarts.getInstanceByDom(document.getElementById('chart-%s'))".formatted(id);
    }
}
