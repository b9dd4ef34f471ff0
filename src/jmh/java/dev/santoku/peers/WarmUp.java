package dev.santoku.peers;

/**
 * Computes until a product no longer becomes faster. HotSpot compiles beside the program: a fixed number of calls or a
 * fixed time may end before the code that is to be measured is there.
 *
 * @param leastSeconds how long at least
 * @param mostSeconds how long at most; a product at hand is finished
 * @param steadySeconds how long no product may have been faster than those before
 */
record WarmUp(double leastSeconds, double mostSeconds, double steadySeconds) {
    /** For what may never have run. */
    static final WarmUp FIRST = new WarmUp(0.6, 5, 0.3);

    /** For what was warm before others ran. */
    static final WarmUp AGAIN = new WarmUp(0.2, 2, 0.1);

    /** Products are looked at together for so long: one alone may be faster by chance. */
    private static final double WINDOW_SECONDS = 0.02;

    private static final double GAIN = 0.98;
    private static final double NANO = 1e-9;

    /**
     * Warms up.
     *
     * @param product computes one product
     * @param clock nanoseconds
     * @return seconds of a product, in the best window
     */
    double run(Runnable product, Clock clock) {
        long start = clock.nanoTime();
        long bestStart = start;
        double best = Double.POSITIVE_INFINITY;
        double elapsed;
        do {
            long window = clock.nanoTime();
            int products = 0;
            double took;
            do {
                product.run();
                products++;
                took = (clock.nanoTime() - window) * NANO;
            } while (took < WINDOW_SECONDS);
            if (took / products < GAIN * best) {
                best = took / products;
                bestStart = window;
            }
            elapsed = (clock.nanoTime() - start) * NANO;
        } while (elapsed < mostSeconds
                && (elapsed < leastSeconds || (clock.nanoTime() - bestStart) * NANO < steadySeconds));
        return best;
    }

    /** Tells the time. */
    interface Clock {
        long nanoTime();
    }
}
