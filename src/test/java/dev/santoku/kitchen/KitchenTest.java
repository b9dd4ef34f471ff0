package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of each scene, in its process, on this machine: what must come out whatever the clock says. */
class KitchenTest {
    private static final Settings SHORT = new Settings(null, null, 40, 7, true);

    @TempDir
    private Path folder;

    private Scene play(SceneId id, Settings settings) throws Exception {
        Scene scene = new Kitchen(folder, Map.of()).play(id, settings);
        assertThat(scene.failure()).isNull();
        assertThat(scene.id()).isEqualTo(id);
        return scene;
    }

    private static Row row(Scene scene, String id) {
        return scene.shown(id).orElseThrow(() -> new AssertionError(id + " was not shown: " + scene.rows()));
    }

    private static List<String> tasks(Row row) {
        return row.timeline().stream()
                .flatMap(worker -> worker.slices().stream())
                .map(TimelineSlice::task)
                .distinct()
                .toList();
    }

    @Test
    void independentTasksMakeOneSaladAndACarelessBowlLosesPieces() throws Exception {
        Scene scene = play(SceneId.ORDER, new Settings(3, null, 40, 7, true));
        assertThat(row(scene, RowIds.PERMUTATIONS).count(Figure.COUNT)).isEqualTo(6);
        for (String id : List.of(RowIds.PERMUTATIONS, RowIds.INTERLEAVINGS, RowIds.THREADS, RowIds.DEPENDENCY)) {
            assertThat(row(scene, id).count(Figure.DIGESTS)).as(id).isEqualTo(1);
        }
        assertThat(row(scene, RowIds.DEPENDENCY).count(Figure.COUNT)).isEqualTo(15);
        assertThat(row(scene, RowIds.DEPENDENCY_IGNORED).count(Figure.COUNT)).isEqualTo(105);
        assertThat(row(scene, RowIds.DEPENDENCY_IGNORED).count(Figure.DIGESTS)).isGreaterThan(1);
        assertThat(row(scene, RowIds.CARELESS).count(Figure.LOST_UPDATES)).isPositive();
        assertThat(row(scene, RowIds.CAREFUL).count(Figure.LOST_UPDATES)).isZero();
        assertThat(row(scene, RowIds.CAREFUL).count(Figure.UPDATES)).isEqualTo(60_000);
    }

    @Test
    void knivesAreHandedOnAndEachTaskIsDone() throws Exception {
        Scene scene = play(SceneId.KNIVES, SHORT);
        assertThat(scene.notes()).isEmpty();
        for (String id : List.of(RowIds.ONE_AFTER_THE_OTHER, RowIds.TURNS_COARSE, RowIds.TURNS_FINE)) {
            Row row = row(scene, id);
            assertThat(row.timeline()).as(id).hasSize(1);
            assertThat(tasks(row)).as(id).containsExactlyInAnyOrder("onions", "cucumbers");
        }
        assertThat(row(scene, RowIds.ONE_AFTER_THE_OTHER).count(Figure.TURNS)).isEqualTo(2);
        assertThat(row(scene, RowIds.TURNS_COARSE).count(Figure.TURNS)).isEqualTo(8);
        assertThat(row(scene, RowIds.TURNS_FINE).count(Figure.TURNS)).isGreaterThan(2);
        Row parallel = row(scene, RowIds.PARALLEL);
        assertThat(parallel.timeline())
                .extracting(TimelineRow::worker)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(tasks(parallel)).containsExactlyInAnyOrder("onions", "cucumbers");
        assertThat(parallel.timeline()).allSatisfy(worker -> assertThat(worker.slices())
                .extracting(TimelineSlice::task)
                .containsOnly(worker.slices().get(0).task()));
    }

    @Test
    void aSingleWorkerCannotShowParallelism() throws Exception {
        Scene scene = play(SceneId.KNIVES, new Settings(3, 1, 20, 7, true));
        assertThat(scene.rows())
                .filteredOn(row -> !row.shown())
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(RowIds.PARALLEL))
                .satisfies(row -> assertThat(row.skipped()).contains("--workers 1"));
        assertThat(tasks(row(scene, RowIds.TURNS_FINE))).hasSize(3);
    }

    @Test
    void everyEventIsHandledOnce() throws Exception {
        Scene scene = play(SceneId.DRIVERS, SHORT);
        for (String id : List.of(RowIds.ONE_AFTER_THE_OTHER, RowIds.ONE_CORE, RowIds.ALL_CORES)) {
            Row row = row(scene, id);
            assertThat(row.count(Figure.EVENTS)).as(id).isEqualTo(3 * 8);
            assertThat(tasks(row)).as(id).containsExactlyInAnyOrder("keyboard", "mouse", "disk");
            assertThat(List.of(
                            row.figure(Figure.LATENCY_MEDIAN),
                            row.figure(Figure.LATENCY_P95),
                            row.figure(Figure.LATENCY_P99),
                            row.figure(Figure.LATENCY_MAX)))
                    .as(id)
                    .isSorted();
        }
        assertThat(row(scene, RowIds.ONE_CORE).timeline()).hasSize(1);
        // One after the other, the keyboard is served to its end before the mouse is asked for the first time.
        List<String> served = row(scene, RowIds.ONE_AFTER_THE_OTHER).timeline().stream()
                .flatMap(worker -> worker.slices().stream())
                .map(TimelineSlice::task)
                .toList();
        assertThat(served.lastIndexOf("keyboard")).isLessThan(served.indexOf("mouse"));
        assertThat(served.lastIndexOf("mouse")).isLessThan(served.indexOf("disk"));
        boolean virtual = Runtime.version().feature() >= 21;
        assertThat(scene.shown(RowIds.VIRTUAL_THREADS).isPresent()).isEqualTo(virtual);
    }

    @Test
    void productsAreMeasuredBySize() throws Exception {
        Scene scene = play(SceneId.MATRIX, SHORT);
        int cooks = Cores.find().count() - 1;
        String together = "%s@cpu:%d+cl0:1".formatted(RowIds.HYBRID, cooks);
        for (String id : List.of(RowIds.SINGLE, RowIds.POOL, RowIds.OPENCL + "@cl0", together)) {
            Row row = row(scene, id);
            assertThat(row.points())
                    .as(id)
                    .extracting(Point::size)
                    .startsWith(64, 128)
                    .isSorted();
            assertThat(row.points()).as(id).allSatisfy(point -> assertThat(point.seconds())
                    .isPositive());
            assertThat(tasks(row)).as(id).contains("compute");
        }
        assertThat(row(scene, RowIds.OPENCL + "@cl0").device()).isNotBlank();
        assertThat(row(scene, RowIds.SINGLE).device()).isNull();
        assertThat(row(scene, together).timeline())
                .extracting(TimelineRow::worker)
                .containsExactly("cpu:" + cooks, "cl0:1");
    }
}
