package dev.santoku.result;

import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Drift;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Outliers.Cause;
import dev.santoku.statistics.Samples;
import dev.santoku.statistics.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Labels for figures that a reader should doubt; no sample is ever dropped. */
public final class CellFlags {
    /** Fewer samples than an interval or a verdict needs. */
    public static final String FEW_SAMPLES = "few-samples";

    /** The interval is wider than ±5 %. */
    public static final String WIDE = "wide";

    /** The last third of the samples of a launch is more than 5 % off the first: something changed meanwhile. */
    public static final String DRIFT = "drift";

    /** The medians of the launches are more than 5 % apart. */
    public static final String LAUNCHES_DIFFER = "launches-differ";

    /** Faster than what was measured as the most that the device can do. */
    public static final String ABOVE_CEILING = "above-ceiling";

    /** Its library may have faster instructions than those that the device's peak was measured with: the peak says nothing of it. */
    public static final String NO_PEAK = "no-peak";

    /** The device's own limit fell while samples were taken. */
    public static final String THROTTLED = "throttled";

    /** There were rounds in which the machine was disturbed. */
    public static final String DISTURBED = "disturbed";

    /** Many samples are far slower than the rest, the first ones: not yet warm. */
    public static final String WARMING = "warming";

    /** Likewise, at regular intervals. */
    public static final String PERIODIC = "periodic";

    /** Likewise, here and there. */
    public static final String BURSTS = "bursts";

    /** The driver's clock and the wall clock tell the same product differently. */
    public static final String CLOCK_DISAGREES = "clock-disagrees";

    /** Matrices went to a device or came back faster than the best copy that was measured. */
    public static final String COPIES_ABOVE_CEILING = "copies-above-ceiling";

    /** Of several devices that shared its products, one failed or computed wrongly and was taken out. */
    public static final String DEVICE_LOST = "device-lost";

    private static final double THRESHOLD = 0.05;

    /** The share of samples that outliers of one cause must have to be flagged; all are counted. */
    private static final double MANY = 0.05;

    private static final Map<Cause, String> BY_CAUSE = new EnumMap<>(
            Map.of(Cause.WARMING, WARMING, Cause.PERIODIC, PERIODIC, Cause.OWN, BURSTS, Cause.UNEXPLAINED, BURSTS));

    private CellFlags() {}

    public static List<String> of(Samples samples, Estimate estimate, Noise noise, boolean throttled) {
        List<String> flags = new ArrayList<>();
        if (samples.count() < Bootstrap.LEAST_FOR_INTERVAL) {
            flags.add(FEW_SAMPLES);
        }
        if (estimate.relativeHalfWidth() > THRESHOLD) {
            flags.add(WIDE);
        }
        if (samples.turns() >= StopRule.LEAST_TURNS && drifts(samples)) {
            flags.add(DRIFT);
        }
        if (launchesDiffer(samples)) {
            flags.add(LAUNCHES_DIFFER);
        }
        if (throttled) {
            flags.add(THROTTLED);
        }
        if (noise.disturbedRounds() > 0) {
            flags.add(DISTURBED);
        }
        BY_CAUSE.forEach((cause, doubt) -> {
            if (noise.outliers(cause) > MANY * samples.count() && !flags.contains(doubt)) {
                flags.add(doubt);
            }
        });
        return flags;
    }

    private static boolean drifts(Samples samples) {
        return IntStream.range(0, samples.launches())
                .mapToObj(samples::allOf)
                .anyMatch(inOrder ->
                        inOrder.length >= Bootstrap.LEAST_FOR_INTERVAL && Math.abs(Drift.of(inOrder)) > THRESHOLD);
    }

    private static boolean launchesDiffer(Samples samples) {
        double[] medians = Bootstrap.launchMedians(samples);
        Arrays.sort(medians);
        return medians[medians.length - 1] > (1 + THRESHOLD) * medians[0];
    }
}
