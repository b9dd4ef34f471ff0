package dev.santoku.run.speedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.Ladder;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import dev.santoku.run.Behaviours;
import dev.santoku.run.PretendedComparison;
import dev.santoku.statistics.Verdict;
import dev.santoku.worker.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What compares contenders that met: who is held to whom, ladders, scaling, translations. */
class GroupSpeedupsTest extends PretendedComparison {
    @Test
    void speedupsNameTheirBaseline() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(0.5e-3));
        run(LONG, List.of(Shape.square(8)));
        assertThat(speedups).hasSize(4);
        Speedup overSingle = speedups.stream()
                .filter(speedup -> speedup.baseline().equals("single:v@cpu")
                        && speedup.time().equals("endToEnd"))
                .findFirst()
                .orElseThrow();
        assertThat(overSingle.contender()).isEqualTo("pool:v@cpu");
        assertThat(overSingle.ratio()).isEqualTo(2);
        assertThat(overSingle.verdict()).isEqualTo(Verdict.FASTER);
    }

    @Test
    void aYardstickMeasuresWhatRunsOnAsManyThreads() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(0.5e-3));
        behaviours.put("yardstick", Behaviours.honest(0.25e-3));
        threads = List.of(2);
        run(LONG, List.of(Shape.square(8)));
        assertThat(speedups)
                .filteredOn(speedup -> speedup.time().equals("compute"))
                .extracting(Speedup::contender, Speedup::baseline)
                .containsExactlyInAnyOrder(
                        tuple("pool:v@cpu", "single:v@cpu"),
                        tuple("yardstick:v@cpu", "single:v@cpu"),
                        tuple("single:v@cpu", "pool:v@cpu"),
                        tuple("yardstick:v@cpu", "pool:v@cpu"),
                        tuple("pool:v@cpu", "yardstick:v@cpu"));
    }

    @Test
    void numbersOfThreadsAreToldApartAndFitted() throws Exception {
        threads = List.of(1, 2, 4, 64);
        behaviours.put("pool", Behaviours.honest(0)); // by threads, see Pretender
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results).extracting(CellResult::threads).containsExactly(1, 2, 4, 64);
        assertThat(results).extracting(CellResult::contender).containsOnly("pool:v@cpu");
        assertThat(speedups)
                .extracting(Speedup::threads, Speedup::baselineThreads, Speedup::time)
                .contains(tuple(1, 64, "endToEnd"), tuple(2, 64, "endToEnd"))
                .doesNotHaveDuplicates();
        assertThat(scalings).singleElement().satisfies(scaling -> {
            assertThat(scaling.overThreads()).isEqualTo(1);
            assertThat(scaling.comparedTime()).isEqualTo("endToEnd");
            assertThat(scaling.serialFraction()).isCloseTo(SERIAL, within(1e-9));
            assertThat(scaling.points()).extracting(Scaling.Point::fitted).containsExactly(true, true, true, false);
            assertThat(scaling.points().get(1).efficiency()).isCloseTo(1 / (1 + SERIAL), within(1e-9));
        });
        assertThat(ladders).isEmpty();
    }

    @Test
    void onAClusterComputingIsComparedWhereItsSlotsAreTheThreads() throws Exception {
        threads = List.of(1, 2, 4);
        behaviours.put("pool", Behaviours.honest(0)); // by threads, see Pretender
        clusters = slots -> slots == 4 ? cluster(3) : cluster(slots);
        run(LONG, List.of(Shape.square(8)));
        assertThat(scalings).singleElement().satisfies(scaling -> {
            assertThat(scaling.comparedTime()).isEqualTo("compute");
            assertThat(scaling.points()).extracting(Scaling.Point::threads).containsExactly(1, 2);
        });
    }

    private static ClusterCost cluster(int slots) {
        return new ClusterCost(slots, 1, 1, 1, 0, 0, 0, null);
    }

    @Test
    void eachVariantScalesByItself() throws Exception {
        threads = List.of(1, 2);
        variants = Map.of("pool", List.of("blocked", "vector"));
        behaviours.put("pool", Behaviours.honest(0)); // by threads, see Pretender
        run(LONG, List.of(Shape.square(8)));
        assertThat(scalings)
                .extracting(Scaling::contender, scaling -> scaling.points().stream()
                        .map(Scaling.Point::threads)
                        .toList())
                .containsExactly(tuple("pool:blocked@cpu", List.of(1, 2)), tuple("pool:vector@cpu", List.of(1, 2)));
    }

    @Test
    void aLadderClimbsOneThreadsVariantsAndGoesOnWithThePoolsLast() throws Exception {
        variants = Map.of("single", List.of("naive", "blocked", "vector"), "pool", List.of("blocked", "vector"));
        behaviours.put("pool", Behaviours.honest(1e-4));
        behaviours.put("single", Behaviours.honest(1e-3));
        byVariant.put("naive", Behaviours.honest(8e-3));
        byVariant.put("blocked", request -> {
            if (request instanceof Request.Check) {
                throw new Behaviours.Refused("not today");
            }
            return Behaviours.honest(2e-3).apply(request);
        });
        run(LONG, List.of(Shape.square(8)));
        assertThat(ladders)
                .containsExactly(new Ladder(
                        Precision.F32,
                        Shape.square(8),
                        List.of(
                                new Ladder.Step("single:naive@cpu", null),
                                new Ladder.Step("single:vector@cpu", null),
                                new Ladder.Step("pool:vector@cpu", null)),
                        List.of("single:blocked@cpu")));
        List<Speedup> endToEnd = speedups.stream()
                .filter(speedup -> speedup.time().equals("endToEnd"))
                .toList();
        assertThat(endToEnd)
                .extracting(Speedup::contender, Speedup::baseline, speedup -> Math.round(speedup.ratio()))
                .contains(
                        tuple("single:vector@cpu", "single:naive@cpu", 8L),
                        tuple("pool:vector@cpu", "single:vector@cpu", 10L),
                        tuple("pool:vector@cpu", "single:naive@cpu", 80L))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTranslatorsVariantsStandBesideTheSameOnesWrittenByHand() throws Exception {
        variants = Map.of("translator", List.of("naive", "tiled"), "original", List.of("naive", "tiled", "warp"));
        behaviours.put("original", Behaviours.honest(1e-3));
        behaviours.put("translator", Behaviours.honest(2e-3));
        byVariant.put("naive", Behaviours.honest(8e-3));
        byVariant.put("warp", Behaviours.honest(0.5e-3));
        run(LONG, List.of(Shape.square(8)));
        assertThat(speedups)
                .extracting(
                        Speedup::contender,
                        Speedup::baseline,
                        Speedup::time,
                        speedup -> Math.round(100 * speedup.ratio()))
                .containsExactly(
                        tuple("translator:naive@cpu", "original:naive@cpu", "compute", 100L),
                        tuple("translator:tiled@cpu", "original:tiled@cpu", "compute", 50L),
                        tuple("translator:tiled@cpu", "original:warp@cpu", "compute", 25L));
        variants = Map.of("original", List.of("naive", "tiled"), "translator", List.of("tiled"));
        run(LONG, List.of(Shape.square(8)));
        assertThat(speedups).as("nobody asked for several").isEmpty();
    }

    @Test
    void inASelfCheckAContenderIsHeldToItselfAlone() throws Exception {
        selfCheck = true;
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(0.5e-3));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::contender)
                .containsExactly("single:v@cpu", "single:v@cpu", "pool:v@cpu", "pool:v@cpu");
        assertThat(speedups)
                .extracting(Speedup::contender, Speedup::baseline, Speedup::time, Speedup::verdict)
                .containsExactly(
                        tuple("single:v@cpu", "single:v@cpu", "endToEnd", Verdict.SAME),
                        tuple("pool:v@cpu", "pool:v@cpu", "endToEnd", Verdict.SAME));
        assertThat(log.stream().filter("start pool"::equals)).hasSize(2);
    }
}
