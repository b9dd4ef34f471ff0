package dev.santoku.measure;

import dev.santoku.measure.statistics.Bootstrap;
import dev.santoku.measure.statistics.Estimate;
import dev.santoku.measure.statistics.Samples;
import dev.santoku.measure.statistics.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/** Labels for figures that a reader should doubt; no sample is ever dropped. */
public final class Doubts {
    /** Fewer samples than an interval or a verdict needs. */
    public static final String FEW_SAMPLES = "few-samples";

    /** The interval is wider than ±5 %. */
    public static final String WIDE = "wide";

    /** The last third of the samples is more than 5 % off the first: something changed meanwhile. */
    public static final String DRIFT = "drift";

    /** Faster than what was measured as the most that the device can do. */
    public static final String ABOVE_CEILING = "above-ceiling";

    /** The driver's clock and the wall clock tell the same product differently. */
    public static final String CLOCK_DISAGREES = "clock-disagrees";

    /** Matrices went to a device or came back faster than the best copy that was measured. */
    public static final String COPIES_ABOVE_CEILING = "copies-above-ceiling";

    private static final double THRESHOLD = 0.05;

    private Doubts() {}

    static List<String> of(Samples samples, Estimate estimate) {
        List<String> doubts = new ArrayList<>();
        if (samples.count() < Bootstrap.LEAST_FOR_INTERVAL) {
            doubts.add(FEW_SAMPLES);
        }
        if (estimate.relativeHalfWidth() > THRESHOLD) {
            doubts.add(WIDE);
        }
        if (samples.turns() >= StopRule.LEAST_TURNS && drifts(samples.all())) {
            doubts.add(DRIFT);
        }
        return doubts;
    }

    private static boolean drifts(double[] inOrder) {
        int third = inOrder.length / 3;
        Median median = Median.withDefaults();
        double first = median.evaluate(Arrays.copyOf(inOrder, third));
        double last = median.evaluate(Arrays.copyOfRange(inOrder, inOrder.length - third, inOrder.length));
        return Math.abs(last / first - 1) > THRESHOLD;
    }
}
