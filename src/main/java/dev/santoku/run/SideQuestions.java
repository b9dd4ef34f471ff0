package dev.santoku.run;

import dev.santoku.worker.WorkerFailure;
import java.util.List;

/**
 * What is asked of a cell beside its times, when all samples are there and what was timed last was found right: a worker that
 * is lost over it costs nothing but the answer. What no time is left for has no figure.
 */
final class SideQuestions {
    private final EnergyMeter energies;
    private final Recording recording;
    private final Budget budget;

    SideQuestions(EnergyMeter energies, Recording recording, Budget budget) {
        this.energies = energies;
        this.recording = recording;
        this.budget = budget;
    }

    /** Energy of all first, then audits of all. */
    void ask(List<CellRun> runs) {
        recording.forEach(runs, run -> {
            if (budget.remainingSeconds() > run.secondsPerProduct()) {
                ask(run, "energy", () -> run.measureEnergy(energies));
            }
        });
        recording.forEach(runs, run -> {
            if (budget.remainingSeconds() > 0) {
                ask(run, "audit", run::audit);
            }
        });
    }

    private void ask(CellRun run, String what, Question question) throws WorkerFailure {
        if (recording.frozen() || !run.lane().isOpen()) {
            return;
        }
        recording.progress(run.cell(), what);
        try {
            question.ask();
        } catch (WorkerFailure e) {
            if (e.kind() != WorkerFailure.Kind.LOST) {
                throw e;
            }
            if (recording.frozen()) {
                return; // it was ended, with the run
            }
            recording.note(
                    run.cell(),
                    "its worker was lost over its %s, which is not asked for again: %s"
                            .formatted(what, e.getMessage()));
        }
    }

    private interface Question {
        void ask() throws WorkerFailure;
    }
}
