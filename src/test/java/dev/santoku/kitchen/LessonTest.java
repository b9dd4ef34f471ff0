package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lesson file, as the design has it. */
class LessonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void figuresStandBesideTheOtherKeys() throws Exception {
        Row row = Row.measured(
                        RowIds.TURNS_FINE,
                        List.of(new TimelineRow("core 0", List.of(new TimelineSlice("onions", 0, 1_500_000)))))
                .with(Figure.SECONDS, 2.0)
                .with(Figure.TURNS, 190);
        JsonNode json = MAPPER.valueToTree(row);
        assertThat(json.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "seconds", "turns", "timeline");
        assertThat(json.get("turns").isIntegralNumber()).isTrue();
        assertThat(json.get("seconds").asDouble()).isEqualTo(2.0);
        assertThat(json.at("/timeline/0/slices/0"))
                .hasToString("{\"task\":\"onions\",\"fromNanos\":0,\"toNanos\":1500000}");
        assertThat(MAPPER.treeToValue(json, Row.class)).isEqualTo(row);
    }

    @Test
    void aRowThatCannotBeShownSaysWhy() throws Exception {
        JsonNode json = MAPPER.valueToTree(Row.skipped("virtual-threads", "needs JDK 21"));
        assertThat(json).isEqualTo(MAPPER.readTree("{\"id\":\"virtual-threads\",\"skipped\":\"needs JDK 21\"}"));
        Row row = MAPPER.treeToValue(json, Row.class);
        assertThat(row.shown()).isFalse();
        assertThatThrownBy(() -> row.figure(Figure.SECONDS)).hasMessageContaining("tells no seconds");
    }

    @Test
    void theExampleOfTheDesignIsRead() throws Exception {
        Scene scene = MAPPER.readValue(
                """
                {"id": "order", "rows": [{"id": "permutations", "count": 24, "digests": 1},
                    {"id": "shared-bowl-careless", "lostUpdates": 913}, {"id": "shared-bowl-careful", "lostUpdates": 0}]}
                """,
                Scene.class);
        assertThat(scene.id()).isEqualTo(SceneId.ORDER);
        assertThat(scene.shown("permutations").orElseThrow().count(Figure.DIGESTS))
                .isEqualTo(1);
        assertThat(scene.shown("shared-bowl-careless").orElseThrow().count(Figure.LOST_UPDATES))
                .isEqualTo(913);
        assertThat(scene.shown("knives")).isEmpty();
    }

    @Test
    void theDocumentHasItsSchemaAndScenes() {
        Lesson lesson = new Lesson(
                Lesson.SCHEMA,
                "17",
                new Settings(null, null, 200, 42, false),
                List.of(new Scene(SceneId.KNIVES, List.of(), null, List.of())));
        JsonNode json = MAPPER.valueToTree(lesson);
        assertThat(json.get("schema").asText()).isEqualTo("santoku/kitchen/1");
        assertThat(json.at("/scenes/0")).isEqualTo(MAPPER.createObjectNode().put("id", "knives"));
        assertThat(json.at("/settings/workMillis").asInt()).isEqualTo(200);
        assertThat(json.get("settings").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("tasks", "workers", "workMillis", "seed", "quick");
    }

    @ParameterizedTest
    @CsvSource({"200, false, 5", "200, true, 3", "201, false, 3", "500, false, 3", "501, false, 1", "600, true, 1"})
    void longWorkIsMeasuredFewerTimes(long millis, boolean quick, int rounds) {
        assertThat(new Settings(null, null, millis, 0, quick).rounds()).isEqualTo(rounds);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Settings(1, null, 200, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Settings(9, null, 200, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Settings(2, 0, 200, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SceneId.parse("bakery"))
                .hasMessage("unknown scene 'bakery': choose from order, knives, drivers, matrix");
    }

    @Test
    void percentilesAreValuesThatWereSeen() {
        List<Long> sorted = List.of(1L, 2L, 3L, 4L);
        assertThat(DriversScene.percentile(sorted, 0.5)).isEqualTo(2);
        assertThat(DriversScene.percentile(sorted, 0.51)).isEqualTo(3);
        assertThat(DriversScene.percentile(sorted, 0.99)).isEqualTo(4);
        assertThat(DriversScene.percentile(sorted, 1)).isEqualTo(4);
        assertThat(DriversScene.percentile(sorted, 0)).isEqualTo(1);
    }

    @Test
    void theMedianRoundIsTheMiddleOne() {
        assertThat(Rounds.median(List.of(5L, 1L, 3L), Long::longValue)).isEqualTo(3);
        assertThat(Rounds.median(List.of(5L), Long::longValue)).isEqualTo(5);
    }

    @Test
    void tasksAreToldApartByTheirFirstLetters() {
        assertThat(Tasks.vegetables(Settings.MOST_TASKS))
                .extracting(name -> name.charAt(0))
                .doesNotHaveDuplicates();
        assertThat(Tasks.devices(Settings.MOST_TASKS))
                .extracting(name -> name.charAt(0))
                .doesNotHaveDuplicates();
        assertThat(Tasks.devices(3)).containsExactly("keyboard", "mouse", "disk");
    }
}
