package dev.santoku.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.RowIds;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.TimelineRow;
import dev.santoku.kitchen.TimelineSlice;
import dev.santoku.report.Style;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTextTest {
    private static final TimelineRow LANE = new TimelineRow(
            "core 0",
            List.of(
                    new TimelineSlice("onions", 0, 30),
                    new TimelineSlice("cucumbers", 30, 52),
                    new TimelineSlice("onions", 80, 100)));

    private static Scene scene(TimelineRow... lanes) {
        return Lessons.scene(SceneId.KNIVES, Row.measured(RowIds.PARALLEL, List.of(lanes)));
    }

    private static String lane(int width, TimelineRow lane, long from, long to) {
        return new TimelineText(scene(LANE, lane), Style.PLAIN, width).lane(lane, from, to);
    }

    @ParameterizedTest
    @CsvSource({"10, OOOCCc··OO", "20, OOOOOOCCCCc·····OOOO", "5, OOC·O", "2, Oo", "1, O"})
    void aColumnShowsWhoHadMostOfIt(int width, String drawn) {
        assertThat(lane(width, LANE, 0, 100)).isEqualTo(drawn);
    }

    @Test
    void aScaleCanBeLongerOrAPart() {
        assertThat(lane(10, LANE, 0, 200)).isEqualTo("OOC·O·····");
        assertThat(lane(4, LANE, 20, 60)).isEqualTo("OCCc");
        assertThat(lane(3, LANE, 55, 75)).isEqualTo("···");
    }

    @Test
    void shortSlicesAreSmallLettersAndNoneIsLost() {
        TimelineRow events = new TimelineRow(
                "core 0", List.of(new TimelineSlice("onions", 3, 4), new TimelineSlice("cucumbers", 95, 96)));
        assertThat(lane(10, events, 0, 100)).isEqualTo("o········c");
        assertThat(lane(4, new TimelineRow("core 0", List.of()), 0, 100)).isEqualTo("····");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 79, 200, 1000})
    void linesAreAsWideAsTheyShould(int width) {
        TimelineText text = new TimelineText(scene(LANE), Style.PLAIN, width);
        assertThat(text.lane(LANE, 0, 100)).hasSize(width);
        assertThat(text.axis(0, 402_000_000).length()).isIn(0, width);
    }

    @Test
    void theAxisTellsTheTime() {
        TimelineText text = new TimelineText(scene(LANE), Style.PLAIN, 16);
        assertThat(text.axis(0, 402_000_000)).isEqualTo("0 ─────── 402 ms");
        assertThat(new TimelineText(scene(LANE), Style.PLAIN, 20).axis(1_000_000, 2_000_000))
                .isEqualTo("1.00 ms ──── 2.00 ms");
    }

    @Test
    void lettersAreExplainedAndKeepTheirColours() {
        TimelineText text = new TimelineText(scene(LANE), Style.COLOURED, 5);
        assertThat(text.legend()).contains("O\u001b[0m onions", "C\u001b[0m cucumbers");
        String drawn = text.lane(LANE, 0, 100);
        assertThat(drawn.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo("OOC·O");
        assertThat(drawn).contains("\u001b[32mO").contains("\u001b[35mC");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 132})
    void noLineOfAReportIsWiderThanTheTerminal(int columns) {
        Scene scene = Lessons.knives(0.4, 0.404, 0.408, 100, 0.2);
        assertThat(new LessonText(scene, Style.PLAIN, columns).toText().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns))
                .as("a unit stands beside its number")
                .noneMatch(line -> line.matches(" *([nµm]?s|%)(?!\\w).*"));
    }

    @Test
    void aReportShowsEachRowWithItsFigures() {
        String text = new LessonText(Lessons.knives(0.4, 0.404, 0.408, 100, 0.2), Style.PLAIN, 100).toText();
        assertThat(text)
                .startsWith("knives: in turns, and at the same moment\n")
                .contains(
                        "one knife, one task after the other: 400 ms, 1.00× the time of one after the other, 2 turns\n")
                .contains("two knives: 200 ms, 0.500× the time of one after the other, 2 turns\n  core 0  OOOO")
                .contains("a closer look:")
                .contains("→ Two knives were 2.00× as fast as one")
                .doesNotContain("null", "\u001b");
    }
}
