package dev.santoku.measure.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Percentile bootstrap in two stages: turns are drawn again, with replacement, and samples within each; the middle 95 %
 * of the medians that come out is the interval. So a machine whose speed drifts from turn to turn has a wide interval,
 * however many samples a turn holds. The seed is fixed: the same samples always give the same interval.
 *
 * <p>Source: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.8.
 */
public final class Bootstrap {
    /** Samples below which no 95 % interval of a median exists: 1 − 2·0.5⁶ is the first to reach it. */
    public static final int LEAST_FOR_INTERVAL = 6;

    private static final int RESAMPLES = 1000;
    private static final long SEED = 0x5A70C0L;
    private static final double TAIL = 0.025;
    private static final Median MEDIAN = Median.withDefaults();
    private static final Quantile QUANTILE = Quantile.withDefaults();

    private Bootstrap() {}

    /**
     * The median of samples and its interval; with fewer than {@value #LEAST_FOR_INTERVAL} samples, from the smallest
     * to the largest.
     *
     * @param samples at least one
     */
    public static Estimate median(Samples samples) {
        double[] all = samples.all();
        double median = MEDIAN.evaluate(all.clone());
        if (all.length < LEAST_FOR_INTERVAL) {
            Arrays.sort(all);
            return new Estimate(median, all[0], all[all.length - 1]);
        }
        double[] ends = interval(medians(samples, new SplittableRandom(SEED)));
        return new Estimate(median, ends[0], ends[1]);
    }

    /**
     * How many times faster the contender is: the baseline's median over the contender's. Too few samples of either
     * allow no verdict.
     *
     * @param contender seconds, at least one sample
     * @param baseline seconds, at least one sample
     */
    public static Ratio speedup(Samples contender, Samples baseline) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] above = medians(baseline, random);
        double[] below = medians(contender, random);
        double[] ratios = new double[RESAMPLES];
        Arrays.setAll(ratios, draw -> above[draw] / below[draw]);
        double[] ends = interval(ratios);
        boolean enough = Math.min(contender.count(), baseline.count()) >= LEAST_FOR_INTERVAL;
        return new Ratio(
                MEDIAN.evaluate(baseline.all()) / MEDIAN.evaluate(contender.all()),
                ends[0],
                ends[1],
                enough ? Verdict.of(ends[0], ends[1]) : Verdict.INCONCLUSIVE);
    }

    private static double[] interval(double[] values) {
        return QUANTILE.evaluate(values, TAIL, 1 - TAIL);
    }

    private static double[] medians(Samples samples, SplittableRandom random) {
        double[] medians = new double[RESAMPLES];
        double[] drawn = new double[2 * samples.count()];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int count = 0;
            for (int i = 0; i < samples.turns(); i++) {
                double[] turn = samples.turn(random.nextInt(samples.turns()));
                if (count + turn.length > drawn.length) {
                    drawn = Arrays.copyOf(drawn, 2 * drawn.length + turn.length);
                }
                for (int j = 0; j < turn.length; j++) {
                    drawn[count++] = turn[random.nextInt(turn.length)];
                }
            }
            medians[resample] = MEDIAN.evaluate(Arrays.copyOf(drawn, count));
        }
        return medians;
    }
}
