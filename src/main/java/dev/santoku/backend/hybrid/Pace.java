package dev.santoku.backend.hybrid;

/**
 * How fast a processor computes tiles of one shape, as measured in products before, transfers included.
 *
 * @param rowsPerSecond 0 where it is not known
 * @param delay seconds until its first tile can begin, in which B is uploaded
 * @param products in which it was measured, as far as they count
 * @param idle products since then in which it got nothing
 * @param patience products in which it may get nothing before it is tried again
 * @param change by how much of it the rate was another one from product to product, lately
 */
record Pace(double rowsPerSecond, double delay, int products, int idle, int patience, double change) {
    /** The first products find kernels to be built and code to be compiled: until then the best one counts. */
    private static final int TRIALS = 3;

    private static final int FIRST_PATIENCE = 8;

    /** Of a processor that never ran. */
    static final Pace UNKNOWN = new Pace(0, 0, 0);

    /** What may have changed while nobody measured. */
    private static final double FIRST_CHANGE = 0.1;

    Pace(double rowsPerSecond, double delay, int products) {
        this(rowsPerSecond, delay, products, 0, FIRST_PATIENCE, FIRST_CHANGE);
    }

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
            return new Pace(rowsPerSecondNow, delayNow, 1, 0, patience, FIRST_CHANGE);
        }
        if (!isSure()) {
            return new Pace(
                    Math.max(rowsPerSecond, rowsPerSecondNow),
                    Math.min(delay, delayNow),
                    products + 1,
                    0,
                    patience,
                    FIRST_CHANGE);
        }
        double changeNow = Math.min(1, Math.abs(rowsPerSecondNow / rowsPerSecond - 1));
        return new Pace(
                (rowsPerSecond + rowsPerSecondNow) / 2,
                (delay + delayNow) / 2,
                products,
                0,
                patience,
                (change + changeNow) / 2);
    }

    /** After a product in which it got nothing. What slowed it may be over, so it is tried again, each time after twice as many. */
    Pace withoutTile() {
        if (!isSure()) {
            return this;
        }
        return idle + 1 < patience
                ? new Pace(rowsPerSecond, delay, products, idle + 1, patience, change)
                : new Pace(rowsPerSecond, delay, TRIALS - 1, 0, 2 * patience, FIRST_CHANGE);
    }

    /** When code was compiled since: all of it is to be measured again. */
    Pace onTrial() {
        return new Pace(rowsPerSecond, delay, 0, 0, patience, FIRST_CHANGE);
    }
}
