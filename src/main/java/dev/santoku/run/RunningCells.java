package dev.santoku.run;

import dev.santoku.result.Cell;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one precision and shape while they are measured. One that fails gets its outcome at once, and goes on no more;
 * all others have theirs when they are measured.
 */
final class RunningCells {
    private final CellGroup group;
    private final Recorder recorder;
    private final ProgressEstimate estimate;
    private final List<CellRun> running = new ArrayList<>();
    private final List<CellResult> ended = new ArrayList<>();

    /** Something that is done with a cell. */
    interface Step {
        void take(CellRun run) throws WorkerFailure;
    }

    /** None has begun yet. */
    RunningCells(CellGroup group, Recorder recorder, ProgressEstimate estimate) {
        this.group = group;
        this.recorder = recorder;
        this.estimate = estimate;
    }

    CellGroup group() {
        return group;
    }

    Cell cell(ContenderWorker worker) {
        return new Cell(worker.contender(), group.precision(), group.shape());
    }

    /** Whether the run was interrupted: nothing is recorded any more. */
    boolean frozen() {
        return recorder.frozen();
    }

    /** One begins. */
    void add(CellRun run) {
        running.add(run);
    }

    /** Those that go on, in the order of the plan. */
    List<CellRun> all() {
        return List.copyOf(running);
    }

    /** Those that were not measured, each with its outcome. */
    List<CellResult> ended() {
        return List.copyOf(ended);
    }

    boolean contains(CellRun run) {
        return running.contains(run);
    }

    /** Does something with each that goes on; one whose worker fails goes on no more. */
    void forEach(Step step) {
        forEach(all(), step);
    }

    /** Likewise with some of them. */
    void forEach(List<CellRun> some, Step step) {
        for (CellRun run : some) {
            try {
                step.take(run);
            } catch (WorkerFailure e) {
                end(run.worker(), e.outcome(), run.named(e).getMessage());
            }
        }
    }

    /** One goes on no more, or never began. */
    void end(ContenderWorker worker, Outcome outcome, String reason) {
        running.removeIf(run -> run.worker() == worker);
        end(CellResult.notMeasured(cell(worker), worker.threads(), worker.yardstick(), outcome, reason));
    }

    /** One of a contender that this machine cannot run. */
    void end(CellResult result) {
        if (!frozen()) {
            ended.add(result);
            estimate.finished(result);
        }
    }
}
