package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.matrix.Precision;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** Puts a tournament's news into the words of the run. */
final class Teller implements Tournament.Listener {
    private final Precision precision;
    private final BooleanSupplier frozen;
    private final DoubleSupplier remainingSeconds;
    private final TuningListener listener;
    private Candidate best;

    /**
     * Tells of a tournament in this precision.
     *
     * @param today the first champion
     * @param frozen whether nothing is to be told any more
     * @param remainingSeconds for all that is to be tuned
     */
    Teller(
            Precision precision,
            Candidate today,
            BooleanSupplier frozen,
            DoubleSupplier remainingSeconds,
            TuningListener listener) {
        this.precision = precision;
        this.best = today;
        this.frozen = frozen;
        this.remainingSeconds = remainingSeconds;
        this.listener = listener;
    }

    @Override
    public void tried(String device, Candidate candidate, Trial trial, Tournament.Standing standing) {
        if (frozen.getAsBoolean()) {
            return;
        }
        if (!trial.wasTimed()) {
            listener.dropped(device, precision, candidate, trial.outcome() == Trial.Outcome.WRONG, trial.reason());
        } else if (!standing.champion().equals(best)) {
            best = standing.champion();
            listener.best(device, precision, best, standing.speedup(), standing.gflops());
        }
        listener.tried(
                device,
                precision,
                standing.tried(),
                standing.skipped(),
                standing.speedup(),
                standing.gflops(),
                Math.max(0, remainingSeconds.getAsDouble()));
    }
}
