package dev.santoku.run;

import dev.santoku.journal.JournalEntry;
import dev.santoku.result.Cell;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.statistics.Samples;
import dev.santoku.worker.WorkerFailure;
import java.util.List;

/**
 * Records how cells end, and tells the listener: of a cell that fails at once, of those that were measured when their whole
 * group is kept.
 */
final class Recording {
    private final Recorder recorder;
    private final RunListener listener;
    private final ProgressEstimate outlook;
    private final GroupSpeedups speedups;
    private final List<ContenderWorker> lanes;
    private final Budget budget;

    /** Something that is done with a cell. */
    interface Step {
        void take(CellRun run) throws WorkerFailure;
    }

    /** @param lanes all of the run */
    Recording(
            Recorder recorder,
            RunListener listener,
            ProgressEstimate outlook,
            GroupSpeedups speedups,
            List<ContenderWorker> lanes,
            Budget budget) {
        this.recorder = recorder;
        this.listener = listener;
        this.outlook = outlook;
        this.speedups = speedups;
        this.lanes = lanes;
        this.budget = budget;
    }

    /** Whether the run was interrupted: nothing is recorded any more. */
    boolean frozen() {
        return recorder.frozen();
    }

    /** The run goes on to something that takes a while with a cell. */
    void progress(Cell cell, String what) {
        listener.progress(cell + ": " + what);
    }

    /** Something that the user should know of a cell, and that does not cost it. */
    void note(Cell cell, String what) {
        listener.note(cell + ": " + what);
    }

    /** Does something with each run; a run whose worker fails is recorded and removed. */
    void forEach(List<CellRun> runs, Step step) {
        runs.removeIf(run -> {
            try {
                step.take(run);
                return false;
            } catch (WorkerFailure e) {
                record(CellResults.failed(run.lane(), run.cell(), run.named(e)));
                return true;
            }
        });
    }

    /** A cell that was not measured. */
    void record(CellResult result) {
        if (recorder.add(result)) {
            tell(result);
        }
    }

    /** A group has come to its end: these were measured in it. */
    void keep(CellGroup group, List<CellRun> runs, Rounds rounds) {
        if (recorder.frozen()) {
            return;
        }
        List<Samples> samples = runs.stream().map(CellRun::endToEnd).toList();
        List<CellResult> results =
                runs.stream().map(run -> run.result(rounds, samples)).toList();
        results.forEach(recorder::add);
        runs.forEach(run -> recorder.add(run.raw()));
        speedups.record(group, runs, recorder);
        if (recorder.keepGroup(group.precision(), group.shape(), losses(), budget.remainingSeconds())) {
            results.forEach(this::tell); // not before it is on the disk
        }
    }

    private List<JournalEntry.Losses> losses() {
        return lanes.stream().flatMap(lane -> lane.losses().stream()).toList();
    }

    private void tell(CellResult result) {
        outlook.done();
        listener.finished(result);
    }
}
