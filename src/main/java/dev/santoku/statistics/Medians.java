package dev.santoku.statistics;

import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Median;

/** The middle of some numbers; the mean of the two in the middle where they are even in number. */
public final class Medians {
    private Medians() {}

    /** Of at least one number; NaN of none. */
    public static double of(double... values) {
        return Median.withDefaults().evaluate(values.clone());
    }

    /** Of at least one number; NaN of none. */
    public static double of(DoubleStream values) {
        return Median.withDefaults().evaluate(values.toArray());
    }
}
