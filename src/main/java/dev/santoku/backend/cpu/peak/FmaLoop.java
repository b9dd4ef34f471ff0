package dev.santoku.backend.cpu.peak;

/**
 * Multiply-adds on nothing but registers or L1: what the units of one core can do at most. A number of independent
 * accumulators, enough to hide the latency of the unit, each go {@code v = v·factor + addend}.
 */
public interface FmaLoop {
    /** Multiply-adds of one round, each counted as two operations elsewhere. */
    int multiplyAddsPerRound();

    /**
     * Starts from accumulators that do not depend on the arguments, and runs.
     *
     * @param rounds at least 0
     * @return the sum of all accumulators, so that no compiler can leave the work out; each multiply-add by a factor of 1
     *     adds {@code addend} to it
     */
    double run(int rounds, double factor, double addend);
}
