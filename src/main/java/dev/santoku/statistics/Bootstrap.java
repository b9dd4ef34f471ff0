package dev.santoku.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Percentile bootstrap in stages, as the samples were taken: launches are drawn again, with replacement, turns within each,
 * and samples within those; the middle 95 % of the medians that come out is the interval. So a machine whose speed drifts
 * from turn to turn has a wide interval, however many samples a turn holds, and so has a contender that each launch
 * compiles to something else. The seed is fixed: the same samples always give the same interval.
 *
 * <p>The median of several launches is the median of their medians: each counts as one, however many samples it gave. Few
 * launches draw again too narrowly, as if they were all there is; with n of them, ends that lie further out make up for
 * it: those of the normal distribution at √(n/(n − 1))·t, t being Student's for n − 1 degrees of freedom. With one launch
 * nothing is known of others, and its turns alone make the interval.
 *
 * <p>Sources: T. Kalibera, R. Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013, for launches above samples; A. C.
 * Davison, D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.8, for resampling in stages; T. C.
 * Hesterberg, What Teachers Should Know About the Bootstrap, The American Statistician 69, 2015, for the ends.
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
        double median = medianOf(samples);
        if (samples.count() < LEAST_FOR_INTERVAL) {
            double[] all = samples.all();
            Arrays.sort(all);
            return new Estimate(median, all[0], all[all.length - 1]);
        }
        double[] ends = interval(medians(samples, new SplittableRandom(SEED)), tail(samples.launches()));
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
        double[] ends = interval(ratios, tail(Math.min(contender.launches(), baseline.launches())));
        boolean enough = Math.min(contender.count(), baseline.count()) >= LEAST_FOR_INTERVAL;
        return new Ratio(
                medianOf(baseline) / medianOf(contender),
                ends[0],
                ends[1],
                enough ? Verdict.of(ends[0], ends[1]) : Verdict.INCONCLUSIVE);
    }

    /** The median of each launch's samples, oldest launch first. */
    public static double[] launchMedians(Samples samples) {
        double[] medians = new double[samples.launches()];
        Arrays.setAll(medians, launch -> MEDIAN.evaluate(samples.allOf(launch)));
        return medians;
    }

    private static double medianOf(Samples samples) {
        return MEDIAN.evaluate(launchMedians(samples));
    }

    /** The share of resamples below the interval. */
    private static double tail(int launches) {
        if (launches == 1) {
            return TAIL;
        }
        double student = TDistribution.of(launches - 1).inverseSurvivalProbability(TAIL);
        return NormalDistribution.of(0, 1).survivalProbability(Math.sqrt(launches / (launches - 1.0)) * student);
    }

    private static double[] interval(double[] values, double tail) {
        return QUANTILE.evaluate(values, tail, 1 - tail);
    }

    private static double[] medians(Samples samples, SplittableRandom random) {
        Resampling[] launches = new Resampling[samples.launches()];
        Arrays.setAll(launches, launch -> new Resampling(samples.launch(launch)));
        double[] medians = new double[RESAMPLES];
        double[] ofLaunches = new double[launches.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < launches.length; i++) {
                int launch = launches.length == 1 ? 0 : random.nextInt(launches.length);
                ofLaunches[i] = launches[launch].median(random);
            }
            medians[resample] = MEDIAN.evaluate(ofLaunches);
        }
        return medians;
    }
}
