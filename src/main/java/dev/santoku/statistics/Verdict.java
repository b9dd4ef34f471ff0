package dev.santoku.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the interval of a speedup allows to say, at a threshold of ±5 %. */
public enum Verdict {
    @JsonProperty("faster")
    FASTER,
    @JsonProperty("slower")
    SLOWER,
    @JsonProperty("same")
    SAME,
    @JsonProperty("inconclusive")
    INCONCLUSIVE;

    private static final double THRESHOLD = 0.05;

    /**
     * Judges a speedup.
     *
     * @param low the lower end of its interval
     * @param high the upper end
     */
    public static Verdict of(double low, double high) {
        if (low > 1 + THRESHOLD) {
            return FASTER;
        }
        if (high < 1 - THRESHOLD) {
            return SLOWER;
        }
        return low >= 1 - THRESHOLD && high <= 1 + THRESHOLD ? SAME : INCONCLUSIVE;
    }
}
