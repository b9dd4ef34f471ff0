package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.matrix.Precision;

/** Is told how tuning goes on. */
public interface TuningListener {
    /**
     * A candidate was tried.
     *
     * @param device the device's id
     * @param tried how many candidates were tried until now, on this device and its equals
     * @param skipped how many were not, for their score
     * @param speedup of the best until now over what was used before
     * @param gflops of the best until now
     * @param remainingSeconds for all that is to be tuned
     */
    void tried(
            String device,
            Precision precision,
            int tried,
            int skipped,
            double speedup,
            double gflops,
            double remainingSeconds);

    /** A candidate is the best until now. */
    void best(String device, Precision precision, Candidate candidate, double speedup, double gflops);

    /**
     * A candidate did not come to a time.
     *
     * @param wrong whether its product was wrong, which no kernel's ever should be
     */
    void dropped(String device, Precision precision, Candidate candidate, boolean wrong, String reason);

    /** A device is done in a precision. */
    void finished(TuningResult result);
}
