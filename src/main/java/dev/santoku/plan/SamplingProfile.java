package dev.santoku.plan;

import java.math.BigDecimal;

/**
 * How much time a cell may take, in seconds where not said otherwise.
 *
 * @param leastWarmUp time to warm up at least
 * @param sampling time to sample for, where products are quick
 * @param turn time of one contender's turn
 * @param longestProduct a cell whose product takes longer is left out, when the sizes are ours to choose
 * @param firstSide the smallest side of the sizes that we choose
 * @param step between their sides
 * @param within half the 95 % interval's width over the median, 0.02 for ±2 %: so narrow, a cell is settled
 */
public record SamplingProfile(
        double leastWarmUp,
        double sampling,
        double turn,
        double longestProduct,
        int firstSide,
        int step,
        double within) {
    private static final double WITHIN = 0.02;

    /** A look: under a minute. */
    public static final SamplingProfile QUICK = new SamplingProfile(0.2, 0.4, 0.025, 0.15, 64, 4, WITHIN);

    /** A result to keep: under five minutes. */
    public static final SamplingProfile THOROUGH = new SamplingProfile(0.6, 1.2, 0.06, 1.5, 64, 2, WITHIN);

    /** {@code ±2 %} of 0.02. */
    public static String inWords(double within) {
        return "±%s %%"
                .formatted(BigDecimal.valueOf(within)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString());
    }

    /** The same, but cells are settled when their interval is so narrow. */
    public SamplingProfile within(double halfWidth) {
        return new SamplingProfile(leastWarmUp, sampling, turn, longestProduct, firstSide, step, halfWidth);
    }
}
