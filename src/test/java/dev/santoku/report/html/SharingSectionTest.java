package dev.santoku.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.report.Results;
import dev.santoku.report.Sharings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The timeline of tiles, as data and as Chromium draws it. */
class SharingSectionTest {
    private static Section section() {
        return new SharingSection(Sharings.run()).section().orElseThrow();
    }

    private static List<List<String>> texts(Table table) {
        return table.rows().stream()
                .map(row -> row.cells().stream().skip(3).map(Table.Cell::text).toList())
                .toList();
    }

    @Test
    void tablesHoldEveryFigure() {
        assertThat(texts(section().figures().get(0).table()))
                .containsExactly(
                        List.of("cl0", "0", "704", "0.0 ns", "4.00 ms", "14.0 ms", "15.0 ms", "15.5 ms"),
                        List.of("cpu", "704", "256", "500 µs", "500 µs", "19.0 ms", "19.0 ms", "19.5 ms"),
                        List.of("cl0", "960", "64", "15.5 ms", "15.5 ms", "19.0 ms", "20.0 ms", "20.0 ms"));
        assertThat(texts(section().figures().get(1).table()).subList(0, 2))
                .containsExactly(
                        List.of("cpu", "25.0 %", "1.50", "18.0 ms", "", "1.00 ms", "20.0 ms"),
                        List.of("cl0", "75.0 %", "2.00", "13.0 ms", "6.00 ms", "0.0 ns", "20.0 ms"));
        assertThat(section().lines())
                .containsExactly("hybrid:tiles@cpu+cl0+cl1 at 1024: cl1 gets nothing: the others are done before "
                        + "its smallest tile would be");
    }

    @Test
    void withoutSharedProductsThereIsNoSection() {
        assertThat(new SharingSection(Results.typical()).section()).isEmpty();
    }

    /** Two tiles of the GPU, with one upload and two downloads; one of the CPU; and two checks. */
    @Test
    void everySpanIsDrawn(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("page.html"), HtmlReport.of(Sharings.run()));
        try (Browser browser = new Browser(true)) {
            browser.open(page);
            assertThat(browser.console()).isEmpty();
            List<Number> widths = browser.ask(
                    "const chart = echarts.getInstanceByDom(document.getElementById('chart-sharing'));"
                            + "return chart.getZr().storage.getDisplayList().filter(mark => mark.type === 'rect' && mark.shape.height > 20"
                            + " && mark.style.fill && mark.style.fill.startsWith('#')).map(mark => Math.round(mark.shape.width)).sort((a, b) => a - b)");
            assertThat(widths).hasSize(8);
            assertThat(browser.<List<String>>ask(
                            "return echarts.getInstanceByDom(document.getElementById('chart-sharing'))"
                                    + ".getOption().series.map(series => series.name)"))
                    .containsExactly("upload", "compute", "download", "check");
        }
    }
}
