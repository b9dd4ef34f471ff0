package dev.santoku.statistics;

/**
 * The interval of a ratio of two medians of which only their own intervals are left, as in result files: MOVER, the method
 * of variance estimates recovery, on logarithms. Where both intervals hold with 95 %, the ratio's does so nearly. It knows
 * what varied within each run, and nothing of what changed between the two.
 *
 * <p>Source: G. Y. Zou, A. Donner, Construction of confidence limits about effect measures: a general approach, Statistics
 * in Medicine 27, 2008.
 */
public final class MoverInterval {
    private MoverInterval() {}

    /**
     * How many times faster the contender is: the baseline's median over the contender's.
     *
     * @param contender seconds; median and ends positive
     * @param baseline seconds; likewise
     * @param enough whether both stand on samples enough for an interval; else there is no verdict
     */
    public static Ratio speedup(Estimate contender, Estimate baseline, boolean enough) {
        double centre = Math.log(baseline.median() / contender.median());
        double low = centre
                - Math.hypot(
                        distance(baseline.low(), baseline.median()), distance(contender.median(), contender.high()));
        double high = centre
                + Math.hypot(
                        distance(baseline.median(), baseline.high()), distance(contender.low(), contender.median()));
        double lowest = Math.exp(low);
        double highest = Math.exp(high);
        return new Ratio(
                Math.exp(centre), lowest, highest, enough ? Verdict.of(lowest, highest) : Verdict.INCONCLUSIVE);
    }

    /** Between two times in order; an end on the wrong side of its median has none. */
    private static double distance(double shorter, double longer) {
        return Math.max(0, Math.log(longer / shorter));
    }
}
