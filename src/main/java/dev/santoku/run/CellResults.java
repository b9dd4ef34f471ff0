package dev.santoku.run;

import dev.santoku.backend.Audit;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Cell;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Energy;
import dev.santoku.result.Noise;
import dev.santoku.result.Outcome;
import dev.santoku.result.Verified;
import dev.santoku.statistics.Samples;
import dev.santoku.statistics.StopRule;
import dev.santoku.untrusted.UntrustedText;
import dev.santoku.worker.Answer;
import dev.santoku.worker.WorkerFailure;
import java.util.List;

/** Makes the results of cells. */
final class CellResults {
    private CellResults() {}

    static CellResult measured(
            ContenderWorker lane,
            Cell cell,
            Answer.Checked checked,
            Verified verified,
            CellResult.Seconds seconds,
            Samples samples,
            StopRule.Reason stopped,
            List<String> flags,
            Noise noise,
            Energy energy,
            Audit audit) {
        Shape shape = cell.shape();
        Contender contender = cell.contender();
        return new CellResult(
                contender.toString(),
                contender.backend(),
                contender.variant(),
                contender.device(),
                lane.threads(),
                lane.yardstick(),
                cell.precision(),
                shape,
                Outcome.MEASURED,
                null,
                checked.ranOn(),
                checked.check(),
                verified,
                seconds,
                samples.count(),
                samples.launches(),
                stopped,
                new CellResult.Gflops(
                        shape.flops() / seconds.compute().median() / 1e9,
                        shape.flops() / seconds.endToEnd().median() / 1e9),
                null,
                null,
                flags,
                noise,
                energy,
                audit);
    }

    static CellResult notMeasured(Cell cell, Integer threads, boolean yardstick, Outcome outcome, String reason) {
        Contender contender = cell.contender();
        return new CellResult(
                contender.toString(),
                contender.backend(),
                contender.variant(),
                contender.device(),
                threads,
                yardstick,
                cell.precision(),
                cell.shape(),
                outcome,
                UntrustedText.reason(reason),
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    static CellResult failed(ContenderWorker lane, Cell cell, WorkerFailure failure) {
        Outcome outcome =
                switch (failure.kind()) {
                    case UNSUPPORTED -> Outcome.SKIPPED;
                    case WRONG -> Outcome.WRONG;
                    case REFUSED, LOST -> Outcome.FAILED;
                };
        return notMeasured(cell, lane.threads(), lane.yardstick(), outcome, failure.getMessage());
    }
}
