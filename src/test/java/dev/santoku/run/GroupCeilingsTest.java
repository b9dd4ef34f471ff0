package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Noise;
import dev.santoku.result.Outcome;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What devices can do at most, asked around the samples, and whom that costs what. */
class GroupCeilingsTest extends PretendedComparison {
    @Test
    void ceilingsAreMeasuredAroundTheSamplesAndTheMemoryOnce() throws Exception {
        behaviours.put("single", Behaviours.measuring(1e-6, 2, 3.0));
        behaviours.put("odd", Behaviours.honest(1e-6));
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
    void aCeilingThatIsRefusedCostsNoCellAndOneThatKillsTheWorkerDoes() throws Exception {
        behaviours.put(
                "single", Behaviours.throwing(new Behaviours.Refused("no such thing"), Request.FmaCeiling.class));
        behaviours.put("pool", Behaviours.throwing(new Behaviours.Lost("up in smoke"), Request.FmaCeiling.class));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::outcome, CellResult::reason)
                .containsExactlyInAnyOrder(
                        tuple("single", Outcome.MEASURED, null), tuple("pool", Outcome.FAILED, "up in smoke"));
        assertThat(ceilings).isEmpty();
    }

    @Test
    void whoCannotTellACeilingHasItToldByTheBackEndThatCan() throws Exception {
        behaviours.put("translator", Behaviours.honest(1e-6));
        metered = true;
        byVariant.put("meter", Behaviours.measuring(1e-6, 2, 3.0));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results).extracting(CellResult::backend).containsExactly("translator");
        assertThat(ceilings).containsExactly(new Ceiling("cpu", null, Precision.F32, 2, 3.0));
        assertThat(results.get(0).roofline().share()).isPositive();
        assertThat(log).contains("start original", "close original").doesNotContain("Check original");
    }

    @Test
    void aMeterThatIsLostCostsNoCell() throws Exception {
        behaviours.put("translator", Behaviours.honest(1e-6));
        metered = true;
        byVariant.put("meter", request -> {
            throw new Behaviours.Lost("up in smoke");
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results).extracting(CellResult::outcome).containsOnly(Outcome.MEASURED);
        assertThat(ceilings).isEmpty();
        assertThat(log.stream().filter("start original"::equals)).hasSize(1);
    }

    @Test
    void aDeviceThatLosesATenthOfItsRateIsThrottled() throws Exception {
        AtomicInteger ceilingsOfSingle = new AtomicInteger();
        behaviours.put(
                "single",
                request -> request instanceof Request.FmaCeiling
                        ? new Answer.Rate(ceilingsOfSingle.incrementAndGet() == 1 ? 100.0 : 80.0)
                        : Behaviours.measuring(1e-3, 100, 3.0).apply(request));
        behaviours.put("pool", Behaviours.measuring(1e-3, 100, 3.0));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).flags()).contains(CellFlags.THROTTLED);
        assertThat(results.get(0).noise().fmaGflops()).isEqualTo(new Noise.Change(100, 80));
        assertThat(ceilingsOfSingle).as("looked at twice before it is said").hasValue(3);
        assertThat(results.get(1).flags()).doesNotContain(CellFlags.THROTTLED);
    }

    /** 512·2 operations in a microsecond are 1.024 GFLOP/s. */
    @Test
    void whatIsFasterThanItsDeviceIsWrongAndNoFigure() throws Exception {
        device = "cl0";
        behaviours.put("single", Behaviours.measuring(1e-6, 0.85, 3.0));
        behaviours.put("pool", Behaviours.honest(1e-3));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        CellResult impossible = results.get(0);
        assertThat(impossible.outcome()).isEqualTo(Outcome.WRONG);
        assertThat(impossible.reason())
                .startsWith("it seemed to compute 1.024 GFLOP/s, 120 % of the 0.8500 that were measured");
        assertThat(impossible.gflops()).isNull();
        assertThat(speedups).isEmpty();
        assertThat(results.get(1).outcome()).isEqualTo(Outcome.MEASURED);
    }

    /** As a library does whose instructions are not those of the ceiling. */
    @Test
    void whatMayExceedTheCeilingIsNeitherConvictedNorJudgedByIt() throws Exception {
        device = "cl0";
        behaviours.put(
                "single",
                Behaviours.measuring(1e-6, 0.85, 3.0)
                        .andThen(answer -> answer instanceof Answer.Checked checked
                                ? new Answer.Checked(checked.check(), checked.ranOn(), 0, checked.arithmetic(), true)
                                : answer));
        behaviours.put("pool", Behaviours.measuring(1e-3, 0.85, 3.0));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        CellResult faster = results.get(0);
        assertThat(faster.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(faster.ofCeiling()).isNull();
        assertThat(faster.flags()).contains(CellFlags.NO_PEAK).doesNotContain(CellFlags.ABOVE_CEILING);
        assertThat(speedups).isNotEmpty();
        assertThat(results.get(1).ofCeiling()).isPositive();
        assertThat(results.get(1).flags()).doesNotContain(CellFlags.NO_PEAK);
    }

    @Test
    void aCeilingIsLookedAtAgainBeforeItConvicts() throws Exception {
        device = "cl0";
        AtomicInteger looks = new AtomicInteger();
        behaviours.put(
                "single",
                request -> request instanceof Request.FmaCeiling
                        ? new Answer.Rate(looks.incrementAndGet() <= 3 ? 0.5 : 0.95)
                        : Behaviours.measuring(1e-6, 1, 3.0).apply(request));
        CellResult explained = run(LONG, List.of(Shape.square(8))).get(0);
        assertThat(explained.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(explained.flags()).contains(CellFlags.ABOVE_CEILING);
    }

    /** Without an optimising compiler its ceiling is far below what a product does. */
    @Test
    void onTheCpuItIsADoubtAlone() throws Exception {
        behaviours.put("single", Behaviours.measuring(1e-6, 0.5, 3.0));
        CellResult fast = run(LONG, List.of(Shape.square(8))).get(0);
        assertThat(fast.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(fast.flags()).contains(CellFlags.ABOVE_CEILING);
    }
}
