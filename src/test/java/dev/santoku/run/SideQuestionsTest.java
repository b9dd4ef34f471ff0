package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.backend.Audit;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked beside the samples, and that no cell is lost for it. */
class SideQuestionsTest extends PretendedComparison {
    @Test
    void aDriverWhoseClockDisagreesIsFlaggedAndOneThatCannotBeAuditedIsNot() throws Exception {
        Audit.Reading early = new Audit.Reading(1e-3, 2e-3, 2e-3, true);
        Audit lying = new Audit(
                Audit.Transfers.byDriver(Audit.Memory.DEVICE), new Audit.Clocks(1e-9, 3, early, early, early));
        behaviours.put(
                "single",
                request -> request instanceof Request.Audit
                        ? new Answer.Audited(lying)
                        : Behaviours.honest(1e-3).apply(request));
        behaviours.put("pool", Behaviours.throwing(new Behaviours.Refused("no such thing"), Request.Audit.class));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::audit, cell -> cell.flags()
                        .contains(CellFlags.CLOCK_DISAGREES))
                .containsExactlyInAnyOrder(tuple("single", lying, true), tuple("pool", null, false));
        assertThat(log.indexOf("Audit single")).isGreaterThan(log.lastIndexOf("Sample single"));
    }

    @Test
    void aWorkerThatIsLostOverItKeepsItsSamplesAndIsNotAskedAgain() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", request -> {
            if (request instanceof Request.MeasureEnergy || request instanceof Request.Audit) {
                throw new Behaviours.Lost("up in smoke");
            }
            return Behaviours.honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9), Shape.square(10)));
        assertThat(results).hasSize(6).allSatisfy(cell -> {
            assertThat(cell.outcome()).as(cell.reason()).isEqualTo(Outcome.MEASURED);
            assertThat(cell.samples()).isPositive();
        });
        assertThat(log.stream().filter("start pool"::equals))
                .as("one for each loss")
                .hasSize(3);
        assertThat(log.stream().filter("MeasureEnergy pool"::equals)).hasSize(1);
        assertThat(log.stream().filter("Audit pool"::equals)).hasSize(1);
        assertThat(log.indexOf("MeasureEnergy pool")).isGreaterThan(log.indexOf("Settle pool"));
        assertThat(notes)
                .containsExactly(
                        "pool:v@cpu f32 8: its worker was lost over its energy, which is not asked for again: up in smoke",
                        "pool:v@cpu f32 9: its worker was lost over its audit, which is not asked for again: up in smoke");
    }

    @Test
    void aProductThatIsWrongBesideACounterIsWrong() throws Exception {
        behaviours.put(
                "single",
                Behaviours.throwing(
                        new Behaviours.Wrong("right when checked, wrong when timed"), Request.MeasureEnergy.class));
        assertThat(run(LONG, List.of(Shape.square(8)))).singleElement().satisfies(cell -> assertThat(cell.outcome())
                .isEqualTo(Outcome.WRONG));
    }
}
