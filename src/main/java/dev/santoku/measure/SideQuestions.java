package dev.santoku.measure;

import java.util.List;

/** What is asked of a cell beside its times, when all samples are there: what no time is left for has no figure. */
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
            if (!recording.frozen() && budget.remainingSeconds() > run.secondsPerProduct()) {
                recording.progress(run.cell(), "energy");
                run.measureEnergy(energies);
            }
        });
        recording.forEach(runs, run -> {
            if (!recording.frozen() && budget.remainingSeconds() > 0) {
                run.audit();
            }
        });
    }
}
