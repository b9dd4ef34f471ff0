package dev.santoku.measure;

import dev.santoku.backend.Audit;
import dev.santoku.backend.OutsideText;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.energy.Energy;
import dev.santoku.measure.statistics.Samples;
import dev.santoku.measure.statistics.StopRule;
import dev.santoku.measure.worker.Answer;
import dev.santoku.measure.worker.WorkerFailure;
import java.util.List;

/** Makes the results of cells. */
final class CellResults {
    private CellResults() {}

    static CellResult measured(
            Lane lane,
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
                OutsideText.reason(reason),
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

    static CellResult failed(Lane lane, Cell cell, WorkerFailure failure) {
        Outcome outcome =
                switch (failure.kind()) {
                    case UNSUPPORTED -> Outcome.SKIPPED;
                    case WRONG -> Outcome.WRONG;
                    case REFUSED, LOST -> Outcome.FAILED;
                };
        return notMeasured(cell, lane.threads(), lane.yardstick(), outcome, failure.getMessage());
    }
}
