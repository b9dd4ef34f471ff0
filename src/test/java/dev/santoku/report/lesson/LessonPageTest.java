package dev.santoku.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.RowIds;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.report.html.ECharts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LessonPageTest {
    private static final String EVIL = "GPU </script><script>alert(1)</script> & \"Co\"";

    private static final Scene MATRIX = Lessons.scene(
            SceneId.MATRIX,
            Lessons.matrix(RowIds.SINGLE, null, 1, 10e-6, 80e-6),
            Lessons.matrix(RowIds.POOL, null, 2, 12e-6, 50e-6),
            Lessons.matrix("jocl@cl0", EVIL, 1, 100e-6, 200e-6));

    private static final Scene DRIVERS = Lessons.scene(
            SceneId.DRIVERS,
            Lessons.driver(RowIds.ONE_AFTER_THE_OTHER, 200, 0.4, 1),
            Lessons.driver(RowIds.ONE_CORE, 588, 0.001, 1),
            Lessons.driver(RowIds.ALL_CORES, 594, 0.001, 2),
            Row.skipped(RowIds.VIRTUAL_THREADS, "needs <JDK> 21"));

    private static final String PAGE =
            LessonPage.toHtml(Lessons.of(Lessons.knives(0.4, 0.404, 0.408, 100, 0.2), DRIVERS, MATRIX));

    /** The page without the library of charts. */
    private static String own() {
        return PAGE.replace(ECharts.library(), "");
    }

    @Test
    void namesOfDevicesAreText() {
        assertThat(own())
                .contains("GPU &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot;")
                .contains("skipped: needs &lt;JDK&gt; 21")
                .doesNotContain("<script>alert", "</script><script>alert");
        assertThat(Pattern.compile("<script").matcher(own()).results()).hasSize(3);
        assertThat(Pattern.compile("</script").matcher(PAGE).results()).hasSize(3);
    }

    @Test
    void theDataIsWhatWasMeasured() throws Exception {
        Matcher matcher = Pattern.compile(
                        "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(PAGE);
        assertThat(matcher.find()).isTrue();
        JsonNode scenes = new ObjectMapper().readTree(matcher.group(1));
        assertThat(scenes.findValuesAsText("id")).contains("knives", "drivers", "matrix");
        assertThat(scenes.at("/2/rows/2/title").asText()).isEqualTo("cl0, " + EVIL);
        assertThat(scenes.at("/0/rows/3/row/timeline/1/slices/0/task").asText()).isEqualTo("cucumbers");
        assertThat(scenes.at("/1/rows")).hasSize(3);
    }

    @Test
    void nothingIsFetched() {
        assertThat(own())
                .doesNotContainPattern("(?i)\\b(src|href)\\s*=")
                .doesNotContain("http:", "https:", "@import", "url(");
        assertThat(own()).contains("content=\"default-src 'none';");
        assertThat(PAGE).contains("Licensed to the Apache Software Foundation");
    }

    @Test
    void concurrencyStandsAgainstParallelism() {
        assertThat(own())
                .contains("<th>concurrency</th><th>parallelism</th>")
                .contains("<td>0.980× on one core</td><td>2.00× on two cores</td>")
                .contains("<td>2.94× on one core</td><td>2.97× on two cores</td>")
                .contains("<td>1.00× on one core</td><td>1.60× on two cores</td>");
    }

    @Test
    void theTableHasFiguresOfWhatWasPlayed() {
        Scene oneCore = Lessons.scene(
                SceneId.KNIVES,
                Lessons.knife(RowIds.ONE_AFTER_THE_OTHER, 0.4, 2, 1),
                Lessons.knife(RowIds.TURNS_FINE, 0.4, 100, 1),
                Row.skipped(RowIds.PARALLEL, "one core"));
        List<LessonTable.Line> lines = new LessonTable(Lessons.of(oneCore)).lines();
        assertThat(lines)
                .last()
                .isEqualTo(new LessonTable.Line(
                        "pure computing, as fast as one after the other", "1.00× on one core", "not shown here"));
        assertThat(new LessonTable(Lessons.of()).lines()).hasSize(lines.size() - 1);
    }

    @Test
    void eachSceneHasItsCharts() {
        assertThat(own())
                .contains(
                        "id=\"timeline-knives\"",
                        "id=\"timeline-drivers\"",
                        "id=\"timeline-matrix\"",
                        "id=\"sizes-matrix\"")
                .doesNotContain("id=\"sizes-knives\"", "id=\"timeline-order\"")
                .contains("<li>Two knives were 2.00× as fast as one");
    }
}
