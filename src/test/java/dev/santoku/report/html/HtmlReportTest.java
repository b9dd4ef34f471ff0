package dev.santoku.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Units;
import dev.santoku.result.Json;
import dev.santoku.result.Roofline;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Chromium shows it, made of a result in which whatever a stranger can name is hostile. */
class HtmlReportTest {
    private static final String HOSTILE =
            "</script><img src=x onerror=\"window.owned=1\"><!--<script>window.owned=2</script>{{title}}\u2028'&amp;";

    @TempDir
    private static Path folder;

    private static JsonNode result;
    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(Results.typical()));
        ((ObjectNode) document.get("run")).put("label", HOSTILE);
        ((ArrayNode) document.at("/run/command")).add(HOSTILE);
        ((ArrayNode) document.at("/host/warnings")).add(HOSTILE);
        ((ObjectNode) document.at("/host/cpu")).put("model", HOSTILE);
        ((ObjectNode) document.at("/devices/1")).put("name", HOSTILE);
        ((ObjectNode) document.at("/backends/1")).put("reason", HOSTILE);
        String hostileContender = document.toString().replace("jocl:tiled@cl1", "jocl:<b>tiled</b>@cl1");
        result = Json.mapper().readTree(hostileContender);
        result.get("results").forEach(cell -> {
            if (!cell.get("reason").isNull()) {
                ((ObjectNode) cell).put("reason", HOSTILE);
            }
        });
        page = folder.resolve("page.html");
        Files.writeString(page, HtmlReport.of(ResultReader.of(result.toString())));
        browser = new Browser(true);
        browser.open(page);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void theConsoleIsSilentAndNothingIsLoaded() {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.<Long>ask("return performance.getEntriesByType('resource').length"))
                .isZero();
    }

    @Test
    void aRunThatWentOnSaysWhen() throws Exception {
        ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(Results.typical()));
        assertThat(HtmlReport.of(ResultReader.of(document.toString()))).doesNotContain("after an interruption");
        ((ObjectNode) document.get("run")).putArray("resumedAt").add("2026-03-02T00:00:00Z");
        assertThat(HtmlReport.of(ResultReader.of(document.toString())))
                .contains("begun 2026-03-01T10:15:00Z, gone on with after an interruption 2026-03-02T00:00:00Z");
    }

    @Test
    void everyChartIsDrawn() {
        List<Map<String, Object>> charts = browser.ask(
                "return Array.from(document.querySelectorAll('.chart')).map(chart => ({id: chart.id, height: chart.clientHeight,"
                        + " width: chart.querySelector('svg').clientWidth, marks: chart.querySelectorAll('svg path').length,"
                        + " label: chart.getAttribute('aria-label')}))");
        assertThat(charts)
                .extracting(chart -> chart.get("id"))
                .containsExactly(
                        "chart-speedups-over-single",
                        "chart-speedups-over-pool",
                        "chart-rates",
                        "chart-ladder-0",
                        "chart-phases",
                        "chart-roofline",
                        "chart-scaling-0");
        assertThat(charts).allSatisfy(chart -> {
            assertThat((Long) chart.get("height")).isGreaterThan(100);
            assertThat((Long) chart.get("width")).isGreaterThan(300);
            assertThat((Long) chart.get("marks")).isGreaterThan(5);
            assertThat((String) chart.get("label")).isNotBlank();
        });
    }

    @Test
    void tablesHaveTheFiguresOfTheResult() {
        List<List<String>> rates = new ArrayList<>();
        List<List<String>> times = new ArrayList<>();
        for (JsonNode cell : result.get("results")) {
            if (cell.get("outcome").asText().equals("measured")) {
                rates.add(List.of(
                        number(cell, "/gflops/endToEnd"),
                        number(cell, "/gflops/compute"),
                        number(cell, "/seconds/endToEnd/median"),
                        number(cell, "/seconds/endToEnd/low"),
                        number(cell, "/seconds/endToEnd/high"),
                        number(cell, "/samples")));
                times.add(List.of(
                        number(cell, "/seconds/upload/median"),
                        number(cell, "/seconds/compute/median"),
                        number(cell, "/seconds/download/median"),
                        number(cell, "/seconds/endToEnd/median"),
                        number(cell, "/seconds/setup")));
            }
        }
        assertThat(values("every measured cell")).containsExactlyInAnyOrderElementsOf(rates);
        assertThat(values("times of each step")).containsExactlyInAnyOrderElementsOf(times);
        List<List<String>> speedups = StreamSupport.stream(
                        result.get("speedups").spliterator(), false)
                .map(speedup -> List.of(number(speedup, "/ratio"), number(speedup, "/low"), number(speedup, "/high")))
                .toList();
        List<List<String>> shown = new ArrayList<>(values("speedups over one thread"));
        shown.addAll(values("speedups over the pool of threads"));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(speedups);
        List<List<String>> points = StreamSupport.stream(
                        result.at("/scaling/0/points").spliterator(), false)
                .map(point -> List.of(
                        number(point, "/seconds"),
                        number(point, "/speedup"),
                        number(point, "/low"),
                        number(point, "/high"),
                        number(point, "/efficiency")))
                .toList();
        assertThat(values("pool:blocked@cpu, f32 1024×512×2048, end to end, s = 0.0500"))
                .isEqualTo(points);
        assertThat(values("peak copy rates of each device"))
                .containsExactly(List.of("12.34", "26.04", "11.1", "25.0", "8.46"));
    }

    @Test
    void theRooflineNamesTheRoofAndItsShare() {
        RunResult run = new Results()
                .roofline(new Roofline(0.5, Roofline.Roof.MEMORY, 10, 0.72))
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .roofline(null)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build();
        List<Table.Row> rows = new RooflineSection(run)
                .section().orElseThrow().figures().stream()
                        .flatMap(figure -> Stream.ofNullable(figure.table()))
                        .filter(table -> table.caption().equals("cells below the roofs"))
                        .findAny()
                        .orElseThrow()
                        .rows();
        assertThat(rows)
                .extracting(
                        row -> row.cells().get(0).text(),
                        row -> row.cells().get(5).text(),
                        row -> row.cells().get(6).text())
                .containsExactly(
                        tuple(Results.SINGLE, "memory", "72.0 %"), tuple(Results.POOL + " on 2 threads", "", ""));
    }

    private static String number(JsonNode node, String place) {
        return Double.toString(node.at(place).asDouble());
    }

    /** The figures of each row, unrounded. */
    private static List<List<String>> values(String caption) {
        return browser.ask(
                "return Array.from(Array.from(document.querySelectorAll('table')).find(table => table.caption.textContent"
                        + " === arguments[0]).tBodies[0].rows).map(row => Array.from(row.querySelectorAll('[data-value]'))"
                        + ".map(cell => cell.dataset.value))",
                caption);
    }

    @Test
    void whatARowShowsIsItsFigureRounded() {
        List<List<String>> cells = browser.ask("return Array.from(document.querySelectorAll('td[data-value]'))"
                + ".filter(cell => cell.textContent.endsWith('×'))"
                + ".map(cell => [cell.textContent, cell.dataset.value])");
        assertThat(cells).hasSizeGreaterThan(12).allSatisfy(cell -> assertThat(cell.get(0))
                .isEqualTo(Units.times(Double.parseDouble(cell.get(1)))));
    }

    @Test
    void strangersWordsAreTextAndNothingElse() {
        assertThat(browser.<Object>ask("return window.owned")).isNull();
        assertThat(browser.<Long>ask("return document.querySelectorAll('img, b').length"))
                .isZero();
        assertThat(browser.<Long>ask("return document.scripts.length")).isEqualTo(4);
        String text = browser.ask("return document.body.textContent");
        assertThat(text.split(java.util.regex.Pattern.quote(HOSTILE.replace('\u2028', ' ')), -1))
                .hasSizeGreaterThan(6);
        assertThat(browser.driver().getTitle()).startsWith("Matrix products on </script><img src=x");
        List<String> drawn = browser.ask(
                "return Array.from(document.querySelectorAll('.chart svg text')).map(text => text.textContent)");
        assertThat(drawn).anyMatch(words -> words.contains("jocl:<b>tiled</b>@cl1"));
    }

    @Test
    void theResultStandsInThePage() throws Exception {
        String embedded = browser.ask("return JSON.stringify(JSON.parse(document.getElementById('data').textContent))");
        JsonNode read = Json.mapper().readTree(embedded);
        assertThat(ResultReader.of(read.toString())).isEqualTo(ResultReader.of(result.toString()));
        assertThat(Files.readString(page)).doesNotContain("\u2028\"");
    }

    @Test
    void menusChooseAndTablesOpen() {
        String before = browser.ask("return document.querySelector('#chart-rates svg').outerHTML");
        browser.ask("let menu = document.querySelector('#chart-rates').previousElementSibling.querySelector('select');"
                + "menu.selectedIndex = 2; menu.dispatchEvent(new Event('change'))");
        String after = browser.ask("return document.querySelector('#chart-rates svg').outerHTML");
        assertThat(after).isNotEqualTo(before);
        assertThat(browser.<Long>ask("return document.querySelector('#chart-rates').querySelectorAll('svg').length"))
                .isEqualTo(1);
        assertThat(browser.<Boolean>ask("let details = document.querySelector('#chart-rates').parentElement"
                        + ".querySelector('details'); let closed = !details.open;"
                        + "details.querySelector('summary').click(); return closed && details.open"))
                .isTrue();
    }

    @Test
    void colourFollowsTheSystemAndCanBeRead() {
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            List<Number> contrasts = browser.ask(
                    """
                    const style = getComputedStyle(document.documentElement);
                    const luminance = name => {
                      const hex = style.getPropertyValue(name).trim();
                      const part = i => {
                        const c = parseInt(hex.slice(i, i + 2), 16) / 255;
                        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                      };
                      return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
                    };
                    const contrast = (one, other) => {
                      const pair = [luminance(one), luminance(other)].sort((a, b) => b - a);
                      return (pair[0] + 0.05) / (pair[1] + 0.05);
                    };
                    return ['--ink', '--faint', '--accent', '--c0', '--c1', '--c2', '--c3', '--c4', '--c5', '--c6', '--c7',
                      '--c8', '--c9'].map(name => contrast(name, '--paper'));
                    """);
            assertThat(contrasts.subList(0, 3)).as(scheme).allSatisfy(contrast -> assertThat(contrast.doubleValue())
                    .isGreaterThan(4.5));
            assertThat(contrasts).as(scheme).allSatisfy(contrast -> assertThat(contrast.doubleValue())
                    .isGreaterThan(3));
            assertThat(
                            browser.<Boolean>ask(
                                    """
                    const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim();
                    return Array.from(document.querySelectorAll('#chart-rates svg text')).some(
                      text => text.getAttribute('fill') === ink);
                    """))
                    .as("charts in %s", scheme)
                    .isTrue();
        }
        browser.scheme("light");
    }

    @Test
    void aNarrowWindowIsWideEnough() throws Exception {
        browser.width(360);
        browser.waitFor("return document.querySelector('#chart-rates svg').clientWidth < 360");
        assertThat(browser.<Long>ask("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        browser.width(1200);
    }

    @Test
    void whoDoesNotSeeFindsTheWay() {
        assertThat(browser.<String>ask("return document.documentElement.lang")).isEqualTo("en");
        assertThat(browser.<List<String>>ask(
                        "return Array.from(document.querySelectorAll('h1, h2')).map(h => h.tagName)"))
                .startsWith("H1", "H2")
                .containsOnlyOnce("H1");
        assertThat(
                        browser.<Boolean>ask(
                                """
                const ids = Array.from(document.querySelectorAll('[id]')).map(element => element.id);
                return new Set(ids).size === ids.length
                  && Array.from(document.querySelectorAll('nav a')).every(a => document.getElementById(a.hash.slice(1)))
                  && Array.from(document.querySelectorAll('table')).every(
                    table => table.caption.textContent && table.tHead.querySelectorAll('th[scope=col]').length
                      && Array.from(table.tBodies[0].rows).every(row => row.querySelector('th[scope=row]')))
                  && Array.from(document.querySelectorAll('select')).every(select => select.labels.length === 1)
                """))
                .isTrue();
    }

    @Test
    void readsWithoutScripts() {
        try (Browser plain = new Browser(false)) {
            plain.open(page);
            Long tables = plain.ask(
                    "return Array.from(document.querySelectorAll('table')).filter(t => t.offsetHeight > 20).length");
            Long all = plain.ask("return document.querySelectorAll('table').length");
            assertThat(tables).isEqualTo(all).isGreaterThan(7);
            assertThat(plain.<Long>ask("return document.querySelectorAll('svg').length"))
                    .isZero();
            assertThat(
                            plain.<Long>ask(
                                    "return Array.from(document.querySelectorAll('.chart, button')).filter(e => e.offsetHeight).length"))
                    .isZero();
        }
    }
}
