package dev.santoku.run;

import dev.santoku.run.cell.AuditMeter;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.cell.EnergyMeter;
import dev.santoku.worker.WorkerFailure;

/**
 * What is asked of a cell beside its times, when all samples are there and what was timed last was found right: a worker that
 * is lost over it costs nothing but the answer. What no time is left for has no figure.
 */
final class SideQuestions {
    private final EnergyMeter energies;
    private final AuditMeter audits = new AuditMeter();
    private final Budget budget;
    private final RunListener listener;

    SideQuestions(EnergyMeter energies, Budget budget, RunListener listener) {
        this.energies = energies;
        this.budget = budget;
        this.listener = listener;
    }

    /** Energy of all first, then audits of all. */
    void ask(RunningCells cells) {
        cells.forEach(run -> {
            if (budget.remainingSeconds() > run.secondsPerProduct()) {
                ask(cells, run, "energy", () -> run.measureEnergy(energies));
            }
        });
        cells.forEach(run -> {
            if (budget.remainingSeconds() > 0) {
                ask(cells, run, "audit", () -> run.audit(audits));
            }
        });
    }

    private void ask(RunningCells cells, CellRun run, String what, Question question) throws WorkerFailure {
        if (cells.frozen() || !run.worker().isOpen()) {
            return;
        }
        listener.progress(run.cell(), what);
        try {
            question.ask();
        } catch (WorkerFailure e) {
            if (e.kind() != WorkerFailure.Kind.LOST) {
                throw e;
            }
            if (cells.frozen()) {
                return; // it was ended, with the run
            }
            listener.note("%s: its worker was lost over its %s, which is not asked for again: %s"
                    .formatted(run.cell(), what, e.getMessage()));
        }
    }

    private interface Question {
        void ask() throws WorkerFailure;
    }
}
