package dev.santoku.statistics;

/**
 * A median and its 95 % interval, in the unit of the samples.
 *
 * @param median of all samples
 * @param low the interval's lower end
 * @param high the interval's upper end
 */
public record Estimate(double median, double low, double high) {
    /** Half the interval's width over the median: 0.02 is ±2 %; 0 for a median of 0. */
    public double relativeHalfWidth() {
        return median == 0 ? 0 : (high - low) / 2 / median;
    }
}
