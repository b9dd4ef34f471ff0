package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.statistics.StopRule;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several JVMs a cell: how they follow each other, and what becomes of their samples. */
class LaunchesTest extends PretendedComparison {
    @Test
    void aLaunchBeginsForAllWhenTheOneBeforeHasEnded() throws Exception {
        launches = 3;
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(0.5e-3));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::launches, CellResult::samples, CellResult::stopped)
                .containsExactly(
                        tuple("single", 3, 3 * 5 * 3, StopRule.Reason.PRECISION),
                        tuple("pool", 3, 3 * 5 * 3, StopRule.Reason.PRECISION),
                        tuple("single", 3, 3 * 5 * 3, StopRule.Reason.PRECISION),
                        tuple("pool", 3, 3 * 5 * 3, StopRule.Reason.PRECISION));
        assertThat(log.stream().filter("start pool"::equals))
                .as("the second shape begins in the last launch of the first")
                .hasSize(5);
        int living = 0;
        for (String line : log) {
            living += line.startsWith("start") ? 1 : line.startsWith("close") ? -1 : 0;
            assertThat(living).as("workers at a time").isLessThanOrEqualTo(2);
        }
        // Each launch is checked, warmed, sampled in rounds of both, and checked again before the next begins.
        List<String> ofPool = log.stream()
                .filter(line -> line.matches("(start|Check|Warm|Settle|close) pool"))
                .dropWhile(line -> !line.startsWith("Check"))
                .limit(15)
                .toList();
        List<String> launch = List.of("Check pool", "Warm pool", "Settle pool", "close pool", "start pool");
        assertThat(ofPool.subList(0, 10))
                .containsExactlyElementsOf(
                        Stream.concat(launch.stream(), launch.stream()).toList());
        List<String> samples =
                log.stream().filter(line -> line.startsWith("Sample")).toList();
        for (int round = 0; round < 3 * 5; round++) {
            assertThat(samples.subList(2 * round, 2 * round + 2))
                    .containsExactlyInAnyOrder("Sample single", "Sample pool");
        }
    }

    /** The second shape begins in a worker that has built the kernels for the first: it still tells what that took. */
    @Test
    void setupIsThatOfTheLaunchThatTheCellBeginsIn() throws Exception {
        launches = 2;
        behaviours.put(
                "single",
                Behaviours.honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Checked
                                        && Collections.frequency(log, "start single") == 2
                                        && Collections.frequency(log, "Check single") == 2
                                ? new Answer.Checked(
                                        new CellResult.Check(true, "sha256:same", 0.0, 1.0, "reference"),
                                        "here",
                                        0.301,
                                        Precision.F32,
                                        false)
                                : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results.get(0).seconds().setup()).isCloseTo(0.1, within(1e-9));
        assertThat(results.get(1).seconds().setup()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void launchesThatDifferWidenTheIntervalAndAreFlagged() throws Exception {
        launches = 5;
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", request -> {
            long started = log.stream().filter("start pool"::equals).count();
            return Behaviours.honest(1e-3 * (1 + 0.1 * started)).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).flags()).doesNotContain(CellFlags.LAUNCHES_DIFFER);
        CellResult pool = results.get(1);
        assertThat(pool.flags()).contains(CellFlags.LAUNCHES_DIFFER, CellFlags.WIDE);
        assertThat(pool.stopped()).isEqualTo(StopRule.Reason.PLATEAU);
        assertThat(pool.seconds().endToEnd().median()).isCloseTo(1.3e-3, within(1e-9));
        assertThat(pool.seconds().endToEnd().low()).isCloseTo(1.1e-3, within(1e-9));
        assertThat(pool.seconds().endToEnd().high()).isCloseTo(1.5e-3, within(1e-9));
    }

    @Test
    void aCrashInTheSecondLaunchFailsTheCellAndNamesTheLaunch() throws Exception {
        launches = 3;
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", request -> {
            if (request instanceof Request.Sample && Collections.frequency(log, "start pool") == 2) {
                throw new Behaviours.Lost("it went up in smoke");
            }
            return Behaviours.honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::shape, CellResult::outcome, CellResult::reason)
                .containsExactlyInAnyOrder(
                        tuple("single", Shape.square(8), Outcome.MEASURED, null),
                        tuple("pool", Shape.square(8), Outcome.FAILED, "in launch 2 of 3: it went up in smoke"),
                        tuple("single", Shape.square(9), Outcome.MEASURED, null),
                        tuple("pool", Shape.square(9), Outcome.MEASURED, null));
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.MEASURED)
                .extracting(CellResult::launches)
                .containsOnly(3);
    }

    @Test
    void aLaunchWhoseProductIsAnotherIsWrong() throws Exception {
        launches = 2;
        behaviours.put(
                "single",
                Behaviours.honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Checked
                                        && log.stream()
                                                        .filter("start single"::equals)
                                                        .count()
                                                == 2
                                ? Behaviours.checked("sha256:other")
                                : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(result.reason())
                    .isEqualTo(
                            "in launch 2 of 2: its integer product differs from that of its first launch: sha256:other");
        });
    }

    @Test
    void aBudgetThatEndsLeavesTheLaunchesThatItReached() throws Exception {
        launches = 50;
        behaviours.put("single", request -> {
            if (request instanceof Request.Sample) {
                LockSupport.parkNanos(5_000_000);
            }
            return Behaviours.honest(1e-3).apply(request);
        });
        List<CellResult> results = run(Duration.ofMillis(300), List.of(Shape.square(8)));
        assertThat(results.get(0).outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(results.get(0).launches()).isBetween(1, 49);
    }
}
