package dev.santoku.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.StopRule;
import dev.santoku.measure.statistics.Verdict;
import dev.santoku.measure.worker.Answer;
import dev.santoku.measure.worker.Request;
import dev.santoku.measure.worker.Worker;
import dev.santoku.measure.worker.WorkerFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedule, with workers that only pretend: who meets whom, in which order, and what a failure leaves intact. */
class ComparisonTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Of a pretended pool's time. */
    private static final double SERIAL = 0.2;

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final Map<String, Function<Request, Answer>> behaviours = new LinkedHashMap<>();

    @Test
    void contendersTakeTurnsAtOneShapeBeforeTheNextIsBegun() throws Exception {
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(0.5e-3));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results).extracting(CellResult::outcome).containsOnly(Outcome.MEASURED);
        assertThat(results)
                .extracting(result -> result.backend() + result.shape())
                .containsExactly("single8", "pool8", "single9", "pool9");
        List<String> samples =
                log.stream().filter(line -> line.startsWith("Sample")).toList();
        // Each round asks both, in either order.
        for (int round = 0; round < 10; round++) {
            assertThat(samples.subList(2 * round, 2 * round + 2))
                    .containsExactlyInAnyOrder("Sample single", "Sample pool");
        }
        assertThat(log.indexOf("Settle pool")).isLessThan(log.lastIndexOf("Check single"));
    }

    @Test
    void speedupsNameTheirBaseline() throws Exception {
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(0.5e-3));
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
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(0.5e-3));
        behaviours.put("yardstick", honest(0.25e-3));
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
    void aWorkerLostInMidRunCostsItsCellAlone() throws Exception {
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(1e-3).andThen(answer -> {
            if (answer instanceof Answer.Sampled
                    && log.stream().filter("Sample pool"::equals).count() == 3) {
                throw new Lost("it went up in smoke");
            }
            return answer;
        }));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::shape, CellResult::outcome, CellResult::reason)
                .containsExactlyInAnyOrder(
                        tuple("single", Shape.square(8), Outcome.MEASURED, null),
                        tuple("pool", Shape.square(8), Outcome.FAILED, "it went up in smoke"),
                        tuple("single", Shape.square(9), Outcome.MEASURED, null),
                        tuple("pool", Shape.square(9), Outcome.MEASURED, null));
        assertThat(log.stream().filter("start pool"::equals)).hasSize(2);
    }

    @Test
    void aLossBeforeTheFirstCellIsTold() throws Exception {
        behaviours.put("single", request -> {
            if (request instanceof Request.Load
                    && log.stream().filter("Load single"::equals).count() == 1) {
                throw new Lost("gone at once");
            }
            return honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results).extracting(CellResult::outcome).containsExactly(Outcome.FAILED, Outcome.MEASURED);
        assertThat(results.get(0).reason()).isEqualTo("gone at once");
    }

    @Test
    void aDigestThatDiffersIsWrong() throws Exception {
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(1e-3));
        behaviours.put(
                "odd", honest(1e-3).andThen(answer -> answer instanceof Answer.Checked ? checked("other") : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.WRONG)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.backend()).isEqualTo("odd");
                    assertThat(result.reason()).contains("differs from the others'");
                });
        assertThat(speedups).hasSize(4);
    }

    @Test
    void whatTheBudgetDoesNotReachIsSkippedWithTheReason() throws Exception {
        behaviours.put("single", honest(1e-3));
        List<CellResult> results = run(Duration.ZERO, List.of(Shape.square(8)));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.reason()).contains("--budget");
        });
    }

    @Test
    void aProductThatCannotFitTheBudgetIsNotBegun() throws Exception {
        behaviours.put("single", honest(10));
        List<CellResult> results = run(Duration.ofSeconds(20), List.of(Shape.square(128)));
        assertThat(results.get(0).reason()).contains("checking and timing it once would take about", "--budget");
        assertThat(log).noneMatch(line -> line.startsWith("Check"));
    }

    /** As a GPU does: what a launch costs is most of a small product's time, and says nothing of a large one. */
    @Test
    void theRateOfASmallProductIsNotHeldAgainstALargeOne() throws Exception {
        precisions = List.of(Precision.F32, Precision.F64);
        behaviours.put("single", launching(1e-4, 1e12));
        List<CellResult> results = run(Duration.ofSeconds(20), List.of(Shape.square(1), Shape.square(2048)));
        assertThat(results).hasSize(4).allSatisfy(result -> assertThat(result.outcome())
                .as(result.reason())
                .isEqualTo(Outcome.MEASURED));
    }

    @Test
    void sizesAreChosenByRate() throws Exception {
        behaviours.put("single", honest(1e-3));
        List<CellResult> results = run(LONG, null);
        assertThat(results)
                .extracting(result -> result.shape().m())
                .startsWith(64)
                .isSorted();
    }

    @Test
    void noisySamplesStopWithTheirReason() throws Exception {
        behaviours.put(
                "single",
                honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Sampled
                                ? new Answer.Sampled(List.of(times(1e-3), times(3e-3), times(1e-3), times(3e-3)))
                                : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).stopped()).isEqualTo(StopRule.Reason.PLATEAU);
    }

    @Test
    void ceilingsAreMeasuredAroundTheSamplesAndTheMemoryOnce() throws Exception {
        behaviours.put("single", measuring(1e-6, 2, 3.0));
        behaviours.put("odd", honest(1e-6));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(ceilings).containsExactly(new Ceiling("cpu", null, Precision.F32, 2, 3.0));
        assertThat(log.stream().filter("FmaCeiling single"::equals)).hasSize(4);
        assertThat(log.stream().filter("BandwidthCeiling single"::equals)).hasSize(1);
        assertThat(log.stream().filter("FmaCeiling odd"::equals)).hasSize(1);
        assertThat(log.indexOf("FmaCeiling single")).isLessThan(log.indexOf("Sample single"));
        assertThat(log.lastIndexOf("FmaCeiling single")).isGreaterThan(log.lastIndexOf("Sample single"));
        assertThat(results.get(0).ofCeiling()).isEqualTo(2 * 512 / 1e-6 / 1e9 / 2);
    }

    @Test
    void aDriverWhoseClockDisagreesIsFlaggedAndOneThatCannotBeAuditedIsNot() throws Exception {
        Audit.Reading early = new Audit.Reading(1e-3, 2e-3, 2e-3, true);
        Audit lying = new Audit(
                Audit.Transfers.byDriver(Audit.Memory.DEVICE), new Audit.Clocks(1e-9, 3, early, early, early));
        behaviours.put(
                "single",
                request -> request instanceof Request.Audit
                        ? new Answer.Audited(lying)
                        : honest(1e-3).apply(request));
        behaviours.put("pool", request -> {
            if (request instanceof Request.Audit) {
                throw new Refused("no such thing");
            }
            return honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::audit, CellResult::flags)
                .containsExactlyInAnyOrder(
                        tuple("single", lying, List.of(Doubts.CLOCK_DISAGREES)), tuple("pool", null, List.of()));
        assertThat(log.indexOf("Audit single")).isGreaterThan(log.lastIndexOf("Sample single"));
    }

    @Test
    void aCeilingThatIsRefusedCostsNoCellAndOneThatKillsTheWorkerDoes() throws Exception {
        behaviours.put("single", request -> {
            if (request instanceof Request.FmaCeiling) {
                throw new Refused("no such thing");
            }
            return honest(1e-3).apply(request);
        });
        behaviours.put("pool", request -> {
            if (request instanceof Request.FmaCeiling) {
                throw new Lost("up in smoke");
            }
            return honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::outcome, CellResult::reason)
                .containsExactlyInAnyOrder(
                        tuple("single", Outcome.MEASURED, null), tuple("pool", Outcome.FAILED, "up in smoke"));
        assertThat(ceilings).isEmpty();
    }

    @Test
    void numbersOfThreadsAreToldApartAndFitted() throws Exception {
        threads = List.of(1, 2, 4, 64);
        behaviours.put("pool", honest(0)); // by threads, see Pretender
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results).extracting(CellResult::threads).containsExactly(1, 2, 4, 64);
        assertThat(results).extracting(CellResult::contender).containsOnly("pool:v@cpu");
        assertThat(speedups)
                .extracting(Speedup::threads, Speedup::baselineThreads, Speedup::time)
                .contains(tuple(1, 64, "endToEnd"), tuple(2, 64, "endToEnd"))
                .doesNotHaveDuplicates();
        assertThat(scalings).singleElement().satisfies(scaling -> {
            assertThat(scaling.overThreads()).isEqualTo(1);
            assertThat(scaling.serialFraction()).isCloseTo(SERIAL, within(1e-9));
            assertThat(scaling.points()).extracting(Scaling.Point::fitted).containsExactly(true, true, true, false);
            assertThat(scaling.points().get(1).efficiency()).isCloseTo(1 / (1 + SERIAL), within(1e-9));
        });
        assertThat(ladders).isEmpty();
    }

    @Test
    void aLadderClimbsOneThreadsVariantsAndGoesOnWithThePoolsLast() throws Exception {
        variants = Map.of("single", List.of("naive", "blocked", "vector"), "pool", List.of("blocked", "vector"));
        behaviours.put("pool", honest(1e-4));
        behaviours.put("single", honest(1e-3));
        byVariant.put("naive", honest(8e-3));
        byVariant.put("blocked", request -> {
            if (request instanceof Request.Check) {
                throw new Refused("not today");
            }
            return honest(2e-3).apply(request);
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
        behaviours.put("original", honest(1e-3));
        behaviours.put("translator", honest(2e-3));
        byVariant.put("naive", honest(8e-3));
        byVariant.put("warp", honest(0.5e-3));
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
    void whoCannotTellACeilingHasItToldByTheBackEndThatCan() throws Exception {
        behaviours.put("translator", honest(1e-6));
        metered = true;
        byVariant.put("meter", measuring(1e-6, 2, 3.0));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results).extracting(CellResult::backend).containsExactly("translator");
        assertThat(ceilings).containsExactly(new Ceiling("cpu", null, Precision.F32, 2, 3.0));
        assertThat(results.get(0).roofline().share()).isPositive();
        assertThat(log).contains("start original", "close original").doesNotContain("Check original");
    }

    @Test
    void aMeterThatIsLostCostsNoCell() throws Exception {
        behaviours.put("translator", honest(1e-6));
        metered = true;
        byVariant.put("meter", request -> {
            throw new Lost("up in smoke");
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results).extracting(CellResult::outcome).containsOnly(Outcome.MEASURED);
        assertThat(ceilings).isEmpty();
        assertThat(log.stream().filter("start original"::equals)).hasSize(1);
    }

    @Test
    void aLaunchBeginsForAllWhenTheOneBeforeHasEnded() throws Exception {
        launches = 3;
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(0.5e-3));
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
                honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Checked
                                        && Collections.frequency(log, "start single") == 2
                                        && Collections.frequency(log, "Check single") == 2
                                ? new Answer.Checked(
                                        new CellResult.Check(true, "sha256:same", 0.0, 1.0, "reference"), "here", 0.301)
                                : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results.get(0).seconds().setup()).isCloseTo(0.1, within(1e-9));
        assertThat(results.get(1).seconds().setup()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void launchesThatDifferWidenTheIntervalAndAreFlagged() throws Exception {
        launches = 5;
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", request -> {
            long started = log.stream().filter("start pool"::equals).count();
            return honest(1e-3 * (1 + 0.1 * started)).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).flags()).doesNotContain(Doubts.LAUNCHES_DIFFER);
        CellResult pool = results.get(1);
        assertThat(pool.flags()).contains(Doubts.LAUNCHES_DIFFER, Doubts.WIDE);
        assertThat(pool.stopped()).isEqualTo(StopRule.Reason.PLATEAU);
        assertThat(pool.seconds().endToEnd().median()).isCloseTo(1.3e-3, within(1e-9));
        assertThat(pool.seconds().endToEnd().low()).isCloseTo(1.1e-3, within(1e-9));
        assertThat(pool.seconds().endToEnd().high()).isCloseTo(1.5e-3, within(1e-9));
    }

    @Test
    void aCrashInTheSecondLaunchFailsTheCellAndNamesTheLaunch() throws Exception {
        launches = 3;
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", request -> {
            if (request instanceof Request.Sample && Collections.frequency(log, "start pool") == 2) {
                throw new Lost("it went up in smoke");
            }
            return honest(1e-3).apply(request);
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
                honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Checked
                                        && log.stream()
                                                        .filter("start single"::equals)
                                                        .count()
                                                == 2
                                ? checked("sha256:other")
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
            return honest(1e-3).apply(request);
        });
        List<CellResult> results = run(Duration.ofMillis(300), List.of(Shape.square(8)));
        assertThat(results.get(0).outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(results.get(0).launches()).isBetween(1, 49);
    }

    @Test
    void inASelfCheckAContenderIsHeldToItselfAlone() throws Exception {
        selfCheck = true;
        behaviours.put("single", honest(1e-3));
        behaviours.put("pool", honest(0.5e-3));
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

    @Test
    void aDeviceThatLosesATenthOfItsRateIsThrottled() throws Exception {
        AtomicInteger ceilingsOfSingle = new AtomicInteger();
        behaviours.put(
                "single",
                request -> request instanceof Request.FmaCeiling
                        ? new Answer.Rate(ceilingsOfSingle.incrementAndGet() == 1 ? 100.0 : 80.0)
                        : measuring(1e-3, 100, 3.0).apply(request));
        behaviours.put("pool", measuring(1e-3, 100, 3.0));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).flags()).contains(Doubts.THROTTLED);
        assertThat(results.get(0).noise().fmaGflops()).isEqualTo(new Noise.Change(100, 80));
        assertThat(ceilingsOfSingle).as("looked at twice before it is said").hasValue(3);
        assertThat(results.get(1).flags()).doesNotContain(Doubts.THROTTLED);
    }

    private int launches = 1;
    private boolean selfCheck;
    private boolean metered;
    private List<Precision> precisions = List.of(Precision.F32);
    private List<Integer> threads = List.of();
    private Map<String, List<String>> variants = Map.of();
    private final Map<String, Function<Request, Answer>> byVariant = new LinkedHashMap<>();
    private List<Speedup> speedups = List.of();
    private List<Ceiling> ceilings = List.of();
    private List<Scaling> scalings = List.of();
    private List<Ladder> ladders = List.of();

    private List<CellResult> run(Duration budget, List<Shape> shapes) throws Exception {
        Map<String, Backend> backends = new LinkedHashMap<>();
        Map<String, Availability> availability = new LinkedHashMap<>();
        List<Contender> contenders = new ArrayList<>();
        for (String id : behaviours.keySet()) {
            Backend backend = new Named(id, variants.getOrDefault(id, List.of("v")));
            backends.put(id, backend);
            availability.put(id, backend.probe());
            for (Variant variant : backend.variants()) {
                contenders.add(new Contender(id, variant.id(), "cpu"));
            }
        }
        if (metered) {
            Backend meter = new Named("original", List.of("meter"));
            backends.put(meter.id(), meter);
            availability.put(meter.id(), meter.probe());
        }
        Machine machine = new Machine(withFourProcessors(), availability);
        if (!threads.isEmpty()) {
            contenders = ThreadCounts.spread(contenders, backends, machine, threads);
        }
        Plan plan = new Plan(
                contenders,
                List.of(),
                precisions,
                Optional.ofNullable(shapes),
                List.of(2),
                Pace.QUICK,
                Duration.ofMinutes(1),
                1,
                launches,
                false);
        if (selfCheck) {
            plan = plan.inPairs();
        }
        Path journal = folder.resolve("journal");
        RunFacts facts = new RunFacts("id", "0", null, List.of(), Instant.EPOCH, null, false, null, 1);
        JournalEntry.Head head = JournalEntry.Head.of(facts, List.of(), plan, machine);
        try (Recorder recorder = Recorder.begin(Journal.begin(journal, head))) {
            new Comparison(
                            plan,
                            machine,
                            backends,
                            (contender, backend) -> new Pretender(contender),
                            Optional.of(Duration.ofSeconds(5)),
                            budget,
                            recorder,
                            new Silent())
                    .run();
            speedups = recorder.speedups();
            ceilings = recorder.ceilings();
            scalings = recorder.scalings();
            ladders = recorder.ladders();
            assertThat(Files.readAllLines(journal))
                    .as("the run, its sizes and a line for each place where contenders met")
                    .hasSize(2
                            + (int) recorder.results().stream()
                                    .map(result -> result.precision() + " " + result.shape())
                                    .distinct()
                                    .count());
            recorder.discardJournal();
            return recorder.results();
        }
    }

    private static HostFacts withFourProcessors() {
        HostFacts unknown = HostFacts.unknown();
        return new HostFacts(
                new HostFacts.Cpu(null, 4, 4, null, null, null, null),
                null,
                null,
                null,
                unknown.jdk(),
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** Measures ceilings, too. */
    private static Function<Request, Answer> measuring(double seconds, double gflops, double gigabytes) {
        return request -> {
            if (request instanceof Request.FmaCeiling) {
                return new Answer.Rate(gflops);
            }
            return request instanceof Request.BandwidthCeiling
                    ? new Answer.Rate(gigabytes)
                    : honest(seconds).apply(request);
        };
    }

    /** Takes so long for a launch, and computes at so many operations a second. */
    private static Function<Request, Answer> launching(double launch, double flopsPerSecond) {
        AtomicReference<Shape> loaded = new AtomicReference<>();
        return request -> {
            if (request instanceof Request.Load load) {
                loaded.set(load.shape());
            } else if (request instanceof Request.Check check) {
                loaded.set(check.shape());
            }
            double seconds = loaded.get() == null ? 0 : launch + loaded.get().flops() / flopsPerSecond;
            return honest(seconds).apply(request);
        };
    }

    private static Function<Request, Answer> honest(double seconds) {
        return request -> {
            if (request instanceof Request.Open) {
                return new Answer.Opened(0.1);
            } else if (request instanceof Request.Check) {
                return checked("sha256:same");
            } else if (request instanceof Request.Warm) {
                return new Answer.Warmed(seconds);
            } else if (request instanceof Request.Sample) {
                return new Answer.Sampled(List.of(times(seconds), times(seconds), times(seconds)));
            }
            return PlainAnswers.to(request);
        };
    }

    private static Answer.Checked checked(String digest) {
        return new Answer.Checked(new CellResult.Check(true, digest, 0.0, 1.0, "reference"), "here", 0);
    }

    private static Answer.Times times(double seconds) {
        return new Answer.Times(0, seconds, 0, seconds);
    }

    /** Thrown by a behaviour whose worker is lost. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /** Thrown by a behaviour that refuses a request. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** With threads it takes 1 ms by Amdahl's law, without as long as its behaviour says. */
    private final class Pretender implements Worker {
        private final String name;
        private final String variant;
        private final Integer ownThreads;

        Pretender(Contender contender) {
            this.name = contender.backend();
            this.variant = contender.variant();
            this.ownThreads = contender.threads();
            log.add("start " + name);
        }

        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            log.add(request.getClass().getSimpleName() + " " + name);
            try {
                Function<Request, Answer> behaviour = ownThreads == null
                        ? byVariant.getOrDefault(variant, behaviours.get(name))
                        : honest(1e-3 * (SERIAL + (1 - SERIAL) / ownThreads));
                return expected.cast(behaviour.apply(request));
            } catch (Refused e) {
                throw new WorkerFailure(WorkerFailure.Kind.REFUSED, e.getMessage());
            } catch (Lost e) {
                throw new WorkerFailure(WorkerFailure.Kind.LOST, e.getMessage());
            }
        }

        @Override
        public void close() {
            log.add("close " + name);
        }
    }

    private static final class Silent implements RunListener {
        @Override
        public void progress(String what) {}

        @Override
        public void finished(CellResult result) {}
    }

    /** A back end of which only the name is used: one is a yardstick. */
    private record Named(String id, List<String> names) implements Backend {
        @Override
        public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
            return OptionalInt.of(id.equals("single") ? 1 : options.threads());
        }

        @Override
        public boolean yardstick() {
            return id.equals("yardstick");
        }

        @Override
        public String ceilingsFrom() {
            return id.equals("translator") ? "original" : id;
        }

        @Override
        public Optional<String> translatesFor() {
            return id.equals("translator") ? Optional.of("original") : Optional.empty();
        }

        @Override
        public List<Variant> variants() {
            return names.stream().map(name -> new Variant(name, "a test")).toList();
        }

        @Override
        public Availability probe() {
            return new Availability.Available(List.of(Device.cpu()));
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new UnsupportedOperationException();
        }
    }
}
