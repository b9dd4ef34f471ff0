package dev.santoku.result.file;

import dev.santoku.statistics.Estimate;
import dev.santoku.untrusted.Plausible;
import java.util.stream.DoubleStream;

/** Whether figures that were read from a file can be what they say they are. */
public final class PlausibleNumbers {
    /** Seconds, rates and ratios of this world lie far within; ratios of them stay finite. */
    private static final double LEAST = 1e-18;

    private static final double MOST = 1e18;

    private PlausibleNumbers() {}

    /** A time, rate or ratio that is not 0. */
    static boolean isPositive(double value) {
        return value >= LEAST && value <= MOST;
    }

    /** A time that may be 0. */
    public static boolean isDuration(double seconds) {
        return seconds >= 0 && seconds <= MOST;
    }

    static boolean areDurations(Estimate estimate) {
        return estimate != null && all(estimate).allMatch(PlausibleNumbers::isDuration);
    }

    static boolean arePositive(Estimate estimate) {
        return estimate != null && all(estimate).allMatch(PlausibleNumbers::isPositive);
    }

    private static DoubleStream all(Estimate estimate) {
        return DoubleStream.of(estimate.median(), estimate.low(), estimate.high());
    }

    static boolean isUnknownOrPositive(Double value) {
        return value == null || isPositive(value);
    }

    /** NaN is within no limits. */
    static boolean isUnknownOrWithin(Number value, double least, double most) {
        return value == null || (value.doubleValue() >= least && value.doubleValue() <= most);
    }

    /** At least one processor. */
    public static boolean isUnknownOrProcessors(Integer count) {
        return count == null || Plausible.processors(count);
    }

    /** Bytes that may be 0. */
    static boolean isUnknownOrBytes(Long bytes) {
        return isUnknownOrWithin(bytes, 0, Plausible.MOST_BYTES);
    }
}
