package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.matrix.Shape;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.statistics.StopRule;
import dev.santoku.worker.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schedule: who meets whom, in which order, and what a failure leaves intact. */
class ComparisonTest extends PretendedComparison {
    @Test
    void contendersTakeTurnsAtOneShapeBeforeTheNextIsBegun() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(0.5e-3));
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

    /** Turns that differ by a fifth: a median within ±50 % after ten, and not within ±2 % for long. */
    @Test
    void aCellIsSettledWhenItsIntervalIsAsNarrowAsWasAskedFor() throws Exception {
        behaviours.put("single", request -> {
            boolean slow = log.size() % 2 == 0;
            return Behaviours.honest(slow ? 1.2e-3 : 1e-3).apply(request);
        });
        assertThat(run(LONG, List.of(Shape.square(8)))).singleElement().satisfies(cell -> assertThat(cell.samples())
                .isGreaterThan(3 * 10));
        pace = SamplingProfile.QUICK.within(0.5);
        assertThat(run(LONG, List.of(Shape.square(8)))).singleElement().satisfies(cell -> {
            assertThat(cell.samples()).isEqualTo(3 * 10);
            assertThat(cell.stopped()).isEqualTo(StopRule.Reason.PRECISION);
        });
    }

    @Test
    void aWorkerLostInMidRunCostsItsCellAlone() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(1e-3).andThen(answer -> {
            if (answer instanceof Answer.Sampled
                    && log.stream().filter("Sample pool"::equals).count() == 3) {
                throw new Behaviours.Lost("it went up in smoke");
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
    void sizesAreChosenByRate() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
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
                Behaviours.honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Sampled
                                ? new Answer.Sampled(List.of(
                                        Behaviours.times(1e-3),
                                        Behaviours.times(3e-3),
                                        Behaviours.times(1e-3),
                                        Behaviours.times(3e-3)))
                                : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results.get(0).stopped()).isEqualTo(StopRule.Reason.PLATEAU);
    }
}
