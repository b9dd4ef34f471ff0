package dev.santoku.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Members of a class that should be alike, machines or devices, and are not as fast as the rest.
 *
 * <p>A member's speed is the median over its cells of its rate over the class's median. It is an outlier where the logarithm
 * of that lies more than 3 MAD off the median of the class's members, the MAD scaled by 1.4826 so that it estimates the
 * standard deviation of a normal distribution; and more than 5 % off, since less is no difference here.
 *
 * <p>Source: C. Leys et al., Detecting outliers: do not use standard deviation around the mean, use absolute deviation
 * around the median, Journal of Experimental Social Psychology 49, 2013.
 */
public final class ClassOutliers {
    /** Among fewer members none is the odd one. */
    public static final int LEAST_MEMBERS = 4;

    private static final double MOST_DEVIATIONS = 3;
    private static final double SCALE = 1.4826;
    private static final double THRESHOLD = Math.log(1.05);

    private ClassOutliers() {}

    /**
     * One that is not as fast as the rest.
     *
     * @param speed over the median of its class
     * @param deviations how many MAD it is off; below 0 where it is slower
     * @param cells on which that stands
     */
    public record Outlier<T>(T member, double speed, double deviations, int cells) {}

    /**
     * The outliers, in the order in which members came.
     *
     * @param cells the rates of members, all above 0, for each cell; cells of fewer than {@link #LEAST_MEMBERS} do not count
     */
    public static <T> List<Outlier<T>> of(Collection<Map<T, Double>> cells) {
        Map<T, List<Double>> ratios = new LinkedHashMap<>();
        for (Map<T, Double> rates : cells) {
            if (rates.size() >= LEAST_MEMBERS) {
                double middle = median(rates.values());
                rates.forEach((member, rate) -> ratios.computeIfAbsent(member, unused -> new ArrayList<>())
                        .add(rate / middle));
            }
        }
        if (ratios.size() < LEAST_MEMBERS) {
            return List.of();
        }
        Map<T, Double> speeds = new LinkedHashMap<>();
        ratios.forEach((member, some) -> speeds.put(member, Math.log(median(some))));
        double centre = median(speeds.values());
        double deviation = SCALE
                * median(speeds.values().stream()
                        .map(speed -> Math.abs(speed - centre))
                        .toList());
        return speeds.entrySet().stream()
                .filter(speed -> Math.abs(speed.getValue() - centre) > Math.max(THRESHOLD, MOST_DEVIATIONS * deviation))
                .map(speed -> new Outlier<>(
                        speed.getKey(),
                        Math.exp(speed.getValue()),
                        (speed.getValue() - centre) / Math.max(deviation, THRESHOLD / MOST_DEVIATIONS),
                        ratios.get(speed.getKey()).size()))
                .toList();
    }

    private static double median(Collection<Double> values) {
        return Medians.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
