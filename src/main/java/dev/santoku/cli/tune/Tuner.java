package dev.santoku.cli.tune;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Tunable;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.Machine;
import dev.santoku.tuning.TuningPlan;
import dev.santoku.tuning.TuningResult;
import dev.santoku.tuning.TuningRun;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tunes with progress, in {@code tune} and in {@code compare --tune} alike.
 *
 * @param silence how long a worker may be silent; empty to let the time decide
 * @param verbose tells of each candidate that was dropped
 * @param results tells on standard error what came of each device
 */
public record Tuner(Optional<Duration> silence, Progress progress, boolean verbose, boolean results) {
    /** A file of earlier findings that is not used is told, once. */
    public void tellTrouble(Machine machine) {
        machine.surveys().stream()
                .map(survey -> survey.survey().trouble())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(progress::note);
    }

    /**
     * Tunes; each finding is kept at once.
     *
     * @param backends by id, all of the plan's
     * @param interrupted runs when the program is ended from outside, when the best until then is kept
     * @throws CommandException when findings cannot be kept, before anything is tried
     */
    public List<TuningResult> tune(
            TuningPlan plan,
            Map<String, Backend> backends,
            Workers workers,
            Interruption interruption,
            Consumer<TuningRun> interrupted)
            throws CommandException {
        prepare(plan, backends);
        TuningRun run = new TuningRun(
                plan, backends, workers, silence, plan.budget(), new TuneProgress(progress, verbose, results));
        interruption.keeper(() -> {
            run.freeze();
            interrupted.accept(run);
        });
        run.run();
        progress.end();
        return run.results();
    }

    private static void prepare(TuningPlan plan, Map<String, Backend> backends) throws CommandException {
        for (String id :
                plan.surveys().stream().map(DeviceSurvey::backend).distinct().toList()) {
            try {
                ((Tunable) backends.get(id)).prepareToKeep();
            } catch (IOException e) {
                throw CommandException.usage("what is tuned could not be kept: " + e.getMessage());
            }
        }
    }
}
