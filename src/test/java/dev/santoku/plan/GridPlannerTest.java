package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GridPlannerTest {
    private static final long GB = 1L << 30;

    private static GridPlanner planner(int slots, long taskBytes) {
        return new GridPlanner(slots, taskBytes, Float.BYTES, 1e11, 1e9, false);
    }

    @Test
    void whereMemorySufficesEachSlotGetsABlock() {
        Grid grid = planner(2, 4 * GB).plan(8192, 8192, 8192).orElseThrow();
        assertThat(grid.cuboids()).isEqualTo(2);
        assertThat(grid.r()).isEqualTo(1);
        Grid sixteen = planner(16, 4 * GB).plan(16384, 16384, 16384).orElseThrow();
        assertThat(sixteen.toString()).isEqualTo("4×4×1");
    }

    @Test
    void theGridFollowsTheShape() {
        assertThat(planner(4, 4 * GB).plan(100_000, 1000, 1000).orElseThrow().toString())
                .isEqualTo("4×1×1");
        assertThat(planner(4, 4 * GB).plan(1000, 100_000, 1000).orElseThrow().toString())
                .isEqualTo("1×4×1");
    }

    @Test
    void noTaskIsLargerThanItsMemory() {
        for (long megabytes : new long[] {64, 200, 1000}) {
            GridPlanner planner = planner(2, megabytes << 20);
            Grid grid = planner.plan(16384, 12289, 8191).orElseThrow();
            assertThat(grid.elementsOfTask() * Float.BYTES).isLessThanOrEqualTo(megabytes << 20);
            assertThat(planner.fits(grid)).isTrue();
        }
        assertThat(planner(2, 64 << 20).plan(16384, 16384, 16384).orElseThrow().cuboids())
                .isGreaterThan(
                        planner(2, GB).plan(16384, 16384, 16384).orElseThrow().cuboids());
    }

    /** By hand: blocks of A and B are 2 MB each, those of C 1 MB. */
    @Test
    void blocksOfCThatStayTakeTheMemoryOfTheNext() {
        Grid grid = new Grid(4096, 512, 1024, 8, 1, 1);
        assertThat(keeping(2, 5 << 20, false).fits(grid)).isTrue();
        assertThat(keeping(2, 5 << 20, true).fits(grid)).isFalse();
        assertThat(keeping(2, 8 << 20, true).fits(grid)).as("3 stay").isTrue();
        assertThat(keeping(2, (8 << 20) - 1, true).fits(grid)).isFalse();
        assertThat(keeping(8, 5 << 20, true).fits(grid)).as("each slot has one").isTrue();
    }

    private static GridPlanner keeping(int slots, long taskBytes, boolean keepsC) {
        return new GridPlanner(slots, taskBytes, Float.BYTES, 1e11, 1e9, keepsC);
    }

    @Test
    void theInnerSideIsCutOnlyWhereMemoryOrSkewAsksForIt() {
        assertThat(planner(4, GB).plan(4096, 4096, 4096).orElseThrow().r()).isEqualTo(1);
        assertThat(planner(4, GB).plan(1, 1, 1_000_000_000).orElseThrow().r()).isGreaterThan(4);
        Grid skewed = planner(16, 4 * GB).plan(2000, 2000, 2_000_000).orElseThrow();
        assertThat(skewed.r()).isGreaterThan(1);
        assertThat(skewed.cuboids()).isGreaterThanOrEqualTo(16);
    }

    /** By hand: bytes over the network of all slots, then a round of tasks. */
    @Test
    void secondsAreThoseOfTheShuffleAndOfRoundsOfTasks() {
        assertThat(planner(1, GB).seconds(new Grid(1024, 1024, 1024, 1, 1, 1)))
                .as("8.39 MB at 1 GB/s, 2.15 GFLOP at 100 GFLOP/s, 50 ms")
                .isCloseTo(0.07986344448, within(1e-12));
        assertThat(planner(2, GB).seconds(new Grid(1024, 1024, 1024, 1, 2, 1)))
                .as("12.6 MB at 2 GB/s, 1.07 GFLOP, 50 ms")
                .isCloseTo(0.06702887424, within(1e-12));
        assertThat(planner(2, GB).seconds(new Grid(1000, 1000, 1000, 1, 1, 3)))
                .as(
                        "8 MB of factors and 12 MB of parts at 2 GB/s, two rounds of 0.668 GFLOP and 50 ms, and a stage of 500 ms")
                .isCloseTo(0.01 + 2 * (0.00668 + 0.05) + 0.5, within(1e-12));
    }

    @Test
    void whatFitsNowhereHasNoGrid() {
        assertThat(planner(2, 8).plan(10, 10, 10)).isEmpty();
        assertThat(planner(2, 12).plan(10, 10, 1)).isPresent();
    }

    @Test
    void whereTheNetworkIsSlowEachSlotReceivesItsShare() {
        Grid slow = new GridPlanner(4, GB, Float.BYTES, 1e11, 1e6, false)
                .plan(2048, 2048, 2048)
                .orElseThrow();
        assertThat(slow).hasToString("2×2×1"); // a task alone would receive A and B as a whole
    }

    @Test
    void noMeasuredRateChangesHowTheInnerSideIsCut() {
        int[][] shapes = {{4096, 4096, 4096}, {30_000, 30_000, 30_000}, {2000, 2000, 2_000_000}, {100, 5000, 90_000}};
        for (int[] shape : shapes) {
            Set<Integer> parts = new TreeSet<>();
            Set<String> grids = new TreeSet<>();
            Set<Integer> unbound = new TreeSet<>();
            for (double flops = 1e8; flops < 1e15; flops *= 7) {
                for (double bytes = 1e5; bytes < 1e11; bytes *= 7) {
                    GridPlanner measured = new GridPlanner(27, GB, Float.BYTES, flops, bytes, false);
                    Grid grid = measured.planLike(planner(27, GB), shape[0], shape[1], shape[2])
                            .orElseThrow();
                    assertThat(measured.fits(grid)).isTrue();
                    parts.add(grid.r());
                    grids.add(grid.toString());
                    unbound.add(measured.plan(shape[0], shape[1], shape[2])
                            .orElseThrow()
                            .r());
                }
            }
            assertThat(parts).as(Arrays.toString(shape)).hasSize(1);
            assertThat(grids.size() + unbound.size()).isGreaterThan(2); // the rates do matter
        }
    }

    @Test
    void theShuffleIsNoFasterThanNetworkAndProcessor() {
        double processor = GridPlanner.PROCESSOR_BYTES_PER_SECOND;
        assertThat(GridPlanner.shuffleRate(Double.POSITIVE_INFINITY)).isCloseTo(processor, within(1.0));
        assertThat(GridPlanner.shuffleRate(processor)).isCloseTo(processor / 2, within(1.0));
        assertThat(GridPlanner.shuffleRate(1e3)).isBetween(0.99e3, 1e3);
    }
}
