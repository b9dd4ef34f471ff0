package dev.santoku.run;

import java.time.Duration;

/** The time that a run may take, and what is left of it. */
final class Budget {
    /** Of what is left a hanging worker may take so much. */
    private static final double MOST_OF_BUDGET = 0.25;

    private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);

    private final Duration whole;
    private long end;
    private boolean paysAgain;

    /** @param whole counts from now on */
    Budget(Duration whole) {
        this.whole = whole;
        this.end = System.nanoTime() + whole.toNanos();
    }

    /** A run that goes on counts from now on: an earlier part has paid for what it did again until here. */
    void beginAgain() {
        end = System.nanoTime() + whole.toNanos();
        paysAgain = true;
    }

    /** So long took what is compiled in the first group, for which a run pays once, however often it is interrupted. */
    void spentOnCompiling(long nanos) {
        if (paysAgain) {
            end += nanos;
            paysAgain = false;
        }
    }

    /** By {@link System#nanoTime()}. */
    long end() {
        return end;
    }

    /** Negative when it has ended. */
    double remainingSeconds() {
        return (end - System.nanoTime()) / 1e9;
    }

    /** How long a worker may be silent beyond what was predicted. */
    Duration affordableSilence() {
        Duration share = Duration.ofMillis((long) (1000 * MOST_OF_BUDGET * remainingSeconds()));
        return share.compareTo(LEAST_SILENCE) > 0 ? share : LEAST_SILENCE;
    }
}
