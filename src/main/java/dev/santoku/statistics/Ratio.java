package dev.santoku.statistics;

/**
 * A ratio of two medians with its 95 % interval.
 *
 * @param ratio above 1 where the contender is faster than the baseline
 * @param low the interval's lower end
 * @param high the interval's upper end
 * @param verdict what the interval allows to say
 */
public record Ratio(double ratio, double low, double high, Verdict verdict) {}
