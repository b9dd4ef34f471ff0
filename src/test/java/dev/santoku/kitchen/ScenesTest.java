package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenes in this process, which is not to be held on a core, as on systems that cannot do that. */
class ScenesTest {
    private static final Settings SHORT = new Settings(null, null, 20, 7, true);
    private static final Affinity.Search NOTHING = new Affinity.Search.Missing("this system has no such command");

    @TempDir
    private Path folder;

    private static Row row(Scene scene, String id) {
        return scene.shown(id).orElseThrow(() -> new AssertionError(id + " was not shown: " + scene.rows()));
    }

    @Test
    void whereNothingHoldsThreadsOneThreadTakesTurns() {
        Scene scene = new KnivesScene(SHORT, Cores.find(), NOTHING).play();
        assertThat(scene.failure()).isNull();
        assertThat(scene.notes())
                .contains(
                        "this system has no such command: on one core, one thread takes turns between the tasks by itself");
        assertThat(row(scene, RowIds.TURNS_COARSE).count(Figure.TURNS)).isEqualTo(8);
        assertThat(row(scene, RowIds.TURNS_FINE).timeline())
                .extracting(TimelineRow::worker)
                .containsExactly("one thread");
        assertThat(row(scene, RowIds.PARALLEL).timeline())
                .extracting(TimelineRow::worker)
                .containsExactly("thread 1", "thread 2");
    }

    @Test
    void whereNothingHoldsThreadsOneCoreIsNotPretended() {
        Scene scene = new DriversScene(SHORT, Cores.find(), NOTHING, folder).play();
        assertThat(scene.rows())
                .filteredOn(row -> row.id().equals(RowIds.ONE_CORE))
                .singleElement()
                .satisfies(row -> assertThat(row.skipped()).isEqualTo("this system has no such command"));
        assertThat(row(scene, RowIds.ALL_CORES).count(Figure.EVENTS)).isEqualTo(12);
    }

    @Test
    void oneCoreShowsNoParallelism() {
        Cores one = new Cores(List.of(0), 1, true);
        Scene knives = new KnivesScene(SHORT, one, NOTHING).play();
        assertThat(knives.rows())
                .filteredOn(row -> !row.shown())
                .singleElement()
                .satisfies(row -> assertThat(row.skipped()).startsWith("this program may use one core only"));
        Scene drivers = new DriversScene(SHORT, one, NOTHING, folder).play();
        assertThat(drivers.shown(RowIds.ONE_CORE)).isPresent();
        assertThat(drivers.shown(RowIds.ALL_CORES)).isEmpty();
    }

    @Test
    void eachRoundPlaysAllWaysOnceAndTheFirstIsNotKept() {
        Rounds<Integer> rounds = new Rounds<>();
        AtomicInteger plays = new AtomicInteger();
        rounds.add("one", plays::incrementAndGet);
        rounds.add("other", plays::incrementAndGet);
        Map<String, List<Integer>> kept = rounds.play(3, 1);
        assertThat(plays).hasValue(8);
        assertThat(kept)
                .containsOnlyKeys("one", "other")
                .allSatisfy((id, own) -> assertThat(own).hasSize(3).allMatch(number -> number > 2));
        assertThat(kept.get("one")).doesNotContainAnyElementsOf(kept.get("other"));
    }
}
