package dev.santoku.measure;

/**
 * How much time a cell may take, in seconds where not said otherwise.
 *
 * @param leastWarmUp time to warm up at least
 * @param sampling time to sample for, where products are quick
 * @param turn time of one contender's turn
 * @param longestProduct a cell whose product takes longer is left out, when the sizes are ours to choose
 * @param firstSide the smallest side of the sizes that we choose
 * @param step between their sides
 */
public record Pace(double leastWarmUp, double sampling, double turn, double longestProduct, int firstSide, int step) {
    /** A look: under a minute. */
    public static final Pace QUICK = new Pace(0.2, 0.4, 0.025, 0.15, 64, 4);

    /** A result to keep: under five minutes. */
    public static final Pace THOROUGH = new Pace(0.6, 1.2, 0.06, 1.5, 64, 2);
}
