package dev.santoku.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Counts the samples that took far longer than the rest of their launch, by what most likely made them: more than the
 * median and five standard deviations, estimated by the median absolute deviation, which outliers do not move; and at least
 * 5 % more, since what is less changes no verdict. Nothing is dropped; the medians know of them anyway.
 *
 * <p>Source of the rule: C. Leys and others, Detecting outliers: Do not use standard deviation around the mean, use
 * absolute deviation around the median, Journal of Experimental Social Psychology 49, 2013.
 */
public final class Outliers {
    private static final double DEVIATIONS = 5;

    /** The standard deviation of a normal distribution over its median absolute deviation. */
    private static final double NORMAL = 1.4826;

    private static final double LEAST_EXCESS = 0.05;
    private static final int LEAST_FOR_PERIOD = 5;
    private static final double REGULAR = 0.8;
    private static final double JITTER = 0.2;

    private final Map<Cause, Integer> counts = new EnumMap<>(Cause.class);

    private Outliers() {}

    /** What most likely made a sample take so long. */
    public enum Cause {
        /** It was among the first of its launch, in a row: the code was still being compiled, caches were cold. */
        @JsonProperty("warming")
        WARMING,
        /** It fell into a disturbed round. */
        @JsonProperty("disturbed")
        DISTURBED,
        /** It was among the last, after samples had become longer and longer: the clock went down. */
        @JsonProperty("drift")
        DRIFT,
        /** It came at regular intervals: a timer, or the collection of garbage that piles up evenly. */
        @JsonProperty("periodic")
        PERIODIC,
        /** Others took their turns in the same round, and were not slow: the contender's own doing. */
        @JsonProperty("own")
        OWN,
        /** There was nobody beside it to tell its own doing from the machine's. */
        @JsonProperty("unexplained")
        UNEXPLAINED
    }

    /** What is known of the round that a turn belongs to. */
    public enum Moment {
        /** The machine was disturbed. */
        DISTURBED,
        /** It was not, as far as other contenders and the system tell. */
        QUIET,
        /** No other contender took a turn in it. */
        ALONE
    }

    /** So many samples of one cause. */
    public record Count(Cause cause, int samples) {}

    /**
     * Counts them.
     *
     * @param moments of each launch, of each of its turns
     * @return causes that there are samples of, each once
     */
    public static List<Count> of(Samples samples, List<List<Moment>> moments) {
        Outliers outliers = new Outliers();
        for (int launch = 0; launch < samples.launches(); launch++) {
            outliers.count(samples.launch(launch), moments.get(launch));
        }
        return outliers.counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void count(List<double[]> turns, List<Moment> moments) {
        double[] all = turns.stream().flatMapToDouble(Arrays::stream).toArray();
        double limit = limit(all);
        boolean slowingDown = all.length >= 2 * LEAST_FOR_PERIOD && Drift.of(all) > LEAST_EXCESS;
        List<Integer> left = new ArrayList<>();
        List<Moment> momentsLeft = new ArrayList<>();
        boolean warming = true;
        int index = 0;
        for (int turn = 0; turn < turns.size(); turn++) {
            for (double sample : turns.get(turn)) {
                boolean far = sample > limit;
                warming &= far;
                if (far && moments.get(turn) == Moment.DISTURBED) {
                    add(Cause.DISTURBED, 1);
                } else if (warming) {
                    add(Cause.WARMING, 1);
                } else if (far && slowingDown && index >= all.length - all.length / 3) {
                    add(Cause.DRIFT, 1);
                } else if (far) {
                    left.add(index);
                    momentsLeft.add(moments.get(turn));
                }
                index++;
            }
        }
        if (isPeriodic(left)) {
            add(Cause.PERIODIC, left.size());
        } else {
            momentsLeft.forEach(moment -> add(moment == Moment.QUIET ? Cause.OWN : Cause.UNEXPLAINED, 1));
        }
    }

    private void add(Cause cause, int samples) {
        counts.merge(cause, samples, Integer::sum);
    }

    /**
     * Above it a value lies far above the rest.
     *
     * @param values at least one
     */
    public static double limit(double[] values) {
        Median median = Median.withDefaults();
        double centre = median.evaluate(values.clone());
        double deviation = median.evaluate(
                Arrays.stream(values).map(value -> Math.abs(value - centre)).toArray());
        return centre + Math.max(DEVIATIONS * NORMAL * deviation, LEAST_EXCESS * centre);
    }

    /** Whether the distances between these places are nearly all alike. */
    private static boolean isPeriodic(List<Integer> places) {
        if (places.size() < LEAST_FOR_PERIOD) {
            return false;
        }
        double[] gaps = new double[places.size() - 1];
        Arrays.setAll(gaps, i -> places.get(i + 1) - places.get(i));
        double usual = Median.withDefaults().evaluate(gaps.clone());
        long regular = Arrays.stream(gaps)
                .filter(gap -> Math.abs(gap - usual) <= Math.floor(JITTER * usual))
                .count();
        return usual > 1 && regular >= REGULAR * gaps.length;
    }
}
