package dev.santoku.report.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.report.Results;
import dev.santoku.report.html.Browser;
import dev.santoku.result.Json;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a merge in Chromium: machines of which one is slow, and whose device has a hostile name. */
class MergePageTest {
    private static final String HOSTILE = "</script><img src=x onerror=\"window.owned=1\">";

    @TempDir
    private Path folder;

    private static Merge merge() throws Exception {
        Merger merger = new Merger();
        for (int i = 0; i < 6; i++) {
            ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(Results.typical()));
            ((ObjectNode) document.get("run")).put("id", "run-" + i).put("label", i == 5 ? HOSTILE : "node-" + i);
            ((ObjectNode) document.at("/devices/1")).put("name", HOSTILE);
            if (i == 5) {
                for (JsonNode cell : document.get("results")) {
                    if (cell.get("gflops") instanceof ObjectNode gflops) {
                        gflops.put("endToEnd", gflops.get("endToEnd").asDouble() / 2);
                    }
                }
            }
            merger.add("file-" + i, ResultReader.of(document.toString()));
        }
        merger.refuse(HOSTILE, "it is empty");
        return merger.result();
    }

    @Test
    void showsWhatWasMerged() throws Exception {
        Merge merge = merge();
        Path page = Files.writeString(folder.resolve("merge.html"), new MergePage(merge).toHtml("0.1.0"));
        List<List<String>> rows = new ArrayList<>();
        merge.hardware().forEach(hardware -> hardware.rows()
                .forEach(row -> rows.add(List.of(
                        Double.toString(row.gflops().median()),
                        Double.toString(row.gflops().low()),
                        Double.toString(row.gflops().high())))));
        try (Browser browser = new Browser(true)) {
            browser.open(page);
            assertThat(browser.console()).isEmpty();
            assertThat(
                            browser.<List<List<String>>>ask(
                                    "return Array.from(document.querySelectorAll('tbody tr')).map(row => Array.from("
                                            + "row.querySelectorAll('[data-value]')).slice(1, 4).map(cell => cell.dataset.value))"))
                    .isEqualTo(rows);
            List<Map<String, Object>> charts = browser.ask(
                    "return Array.from(document.querySelectorAll('.chart'))"
                            + ".map(chart => ({height: chart.clientHeight, marks: chart.querySelectorAll('svg path').length}))");
            assertThat(charts).hasSizeGreaterThanOrEqualTo(3).allSatisfy(chart -> {
                assertThat((Long) chart.get("height")).isGreaterThan(100);
                assertThat((Long) chart.get("marks")).isGreaterThan(5);
            });
            assertThat(browser.<Object>ask("return window.owned")).isNull();
            assertThat(browser.<Long>ask("return document.querySelectorAll('img').length"))
                    .isZero();
            assertThat(browser.<String>ask("return document.getElementById('outliers').parentElement.textContent"))
                    .contains(HOSTILE + " is an outlier: 0.500× of its class's median");
            assertThat(browser.<String>ask("return document.getElementById('files').parentElement.textContent"))
                    .contains("left out: " + HOSTILE + ": it is empty");
        }
    }
}
