package dev.santoku.cli.compare;

import dev.santoku.backend.Backend;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.tune.TuneOptions;
import dev.santoku.cli.tune.Tuner;
import dev.santoku.plan.Plan;
import dev.santoku.plan.Sampling;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.Machine;
import dev.santoku.tuning.TuningPlan;
import dev.santoku.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code compare --tune}: tunes what the contenders run on before they are compared. */
record TuningFirst(Sampling sampling, Tuner tuner, Progress progress) {
    /**
     * Tunes.
     *
     * @param backends all, by id
     * @param interrupted runs when the program is ended from outside
     * @return whether there was anything to tune: then drivers are to be asked again
     */
    boolean tune(
            Plan plan,
            Machine machine,
            Map<String, Backend> backends,
            Workers workers,
            Interruption interruption,
            Runnable interrupted)
            throws CommandException {
        List<DeviceSurvey> surveys = machine.surveys().stream()
                .filter(DeviceSurvey::canBeSearched)
                .filter(survey -> plan.precisionsOfKernels().contains(survey.precision()) && isRunOn(plan, survey))
                .toList();
        if (surveys.isEmpty()) {
            progress.note("--tune: none of the contenders has anything to tune");
            return false;
        }
        TuningPlan tuning = new TuningPlan(surveys, Optional.empty(), longest(), sampling.seed());
        tuner.tune(tuning, backends, workers, interruption, run -> interrupted.run());
        interruption.keeper(interrupted);
        return true;
    }

    private static boolean isRunOn(Plan plan, DeviceSurvey survey) {
        return plan.contenders().stream()
                .anyMatch(contender -> contender.backend().equals(survey.backend())
                        && contender.device().equals(survey.device()));
    }

    /** No longer than what is measured afterwards. */
    private Duration longest() {
        return sampling.budget().compareTo(TuneOptions.DEFAULT_BUDGET) < 0
                ? sampling.budget()
                : TuneOptions.DEFAULT_BUDGET;
    }
}
