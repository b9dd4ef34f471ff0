package dev.santoku.backend.hybrid;

/**
 * How fast a processor computes tiles of one shape, as measured in products before, transfers included.
 *
 * @param rowsPerSecond 0 where it is not known
 * @param delay seconds until its first tile can begin, in which B is uploaded
 * @param products in which it was measured
 */
record Pace(double rowsPerSecond, double delay, int products) {
    /** Of a processor that never ran. */
    static final Pace UNKNOWN = new Pace(0, 0, 0);

    /** The first products find kernels to be built and code to be compiled: until then the best one counts. */
    private static final int TRIALS = 3;

    /** Whether it was measured often enough to be left out of a product. */
    boolean isSure() {
        return products >= TRIALS;
    }

    boolean isKnown() {
        return rowsPerSecond > 0;
    }

    /** After one more product. */
    Pace and(double rowsPerSecondNow, double delayNow) {
        if (!isKnown()) {
            return new Pace(rowsPerSecondNow, delayNow, 1);
        }
        return isSure()
                ? new Pace((rowsPerSecond + rowsPerSecondNow) / 2, (delay + delayNow) / 2, products)
                : new Pace(Math.max(rowsPerSecond, rowsPerSecondNow), Math.min(delay, delayNow), products + 1);
    }
}
