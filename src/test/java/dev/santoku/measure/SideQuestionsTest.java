package dev.santoku.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.backend.Audit;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.worker.Answer;
import dev.santoku.measure.worker.Request;
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
        behaviours.put("pool", request -> {
            if (request instanceof Request.Audit) {
                throw new Behaviours.Refused("no such thing");
            }
            return Behaviours.honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .extracting(CellResult::backend, CellResult::audit, CellResult::flags)
                .containsExactlyInAnyOrder(
                        tuple("single", lying, List.of(Doubts.CLOCK_DISAGREES)), tuple("pool", null, List.of()));
        assertThat(log.indexOf("Audit single")).isGreaterThan(log.lastIndexOf("Sample single"));
    }
}
