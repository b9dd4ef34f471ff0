package dev.santoku.run;

import dev.santoku.plan.CostModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.Cell;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Begins the cells of a group: only those whose products are right go on, all others get their outcome here. */
final class FirstChecks {
    private final Plan plan;
    private final List<ContenderWorker> lanes;
    private final Admission admission;
    private final CostModel costs;
    private final Recording recording;

    /** @param lanes all of the run */
    FirstChecks(Plan plan, List<ContenderWorker> lanes, Admission admission, Recording recording) {
        this.plan = plan;
        this.lanes = lanes;
        this.admission = admission;
        this.costs = new CostModel(plan.pace());
        this.recording = recording;
    }

    /** Checks each contender's product, and all products against each other. */
    List<CellRun> begin(CellGroup group) {
        recordAbsent(group);
        List<CellRun> runs = new ArrayList<>();
        for (ContenderWorker lane : lanes) {
            begin(lane, new Cell(lane.contender(), group.precision(), group.shape()))
                    .ifPresent(runs::add);
        }
        removeWrongDigests(runs);
        return runs;
    }

    private void recordAbsent(CellGroup group) {
        for (Plan.Absent absent : plan.absent()) {
            Cell cell = new Cell(absent.contender(), group.precision(), group.shape());
            recording.record(
                    CellResults.notMeasured(cell, null, absent.yardstick(), absent.outcome(), absent.reason()));
        }
    }

    private Optional<CellRun> begin(ContenderWorker lane, Cell cell) {
        Optional<CellResult> known = resultWithoutTrying(lane, cell);
        if (known.isPresent()) {
            recording.record(known.get());
            return Optional.empty();
        }
        recording.progress(cell, "checking");
        CellRun run = new CellRun(lane, cell, plan.launches(), plan.pace().within());
        try {
            run.check(plan.seed(), costs.check(cell.shape(), run.expectedSeconds()));
            return Optional.of(run);
        } catch (WorkerFailure e) {
            recording.record(CellResults.failed(lane, cell, e));
            return Optional.empty();
        }
    }

    private Optional<CellResult> resultWithoutTrying(ContenderWorker lane, Cell cell) {
        return lane.failedAlready()
                .map(reason -> notMeasured(lane, cell, Outcome.FAILED, reason))
                .or(() -> admission
                        .refusal(lane, cell.precision(), cell.shape())
                        .map(reason -> notMeasured(lane, cell, Outcome.SKIPPED, reason)));
    }

    /** Exact products are alike to the bit, or one of them is wrong. */
    private void removeWrongDigests(List<CellRun> runs) {
        for (Optional<CellRun> odd = CellRun.oddOneOut(runs); odd.isPresent(); odd = CellRun.oddOneOut(runs)) {
            CellRun run = odd.get();
            runs.remove(run);
            recording.record(notMeasured(
                    run.lane(),
                    run.cell(),
                    Outcome.WRONG,
                    "its integer product differs from the others': " + run.digest()));
        }
    }

    private static CellResult notMeasured(ContenderWorker lane, Cell cell, Outcome outcome, String reason) {
        return CellResults.notMeasured(cell, lane.threads(), lane.yardstick(), outcome, reason);
    }
}
