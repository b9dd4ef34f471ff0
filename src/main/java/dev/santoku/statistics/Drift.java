package dev.santoku.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;

/** How far the end of a series of samples has moved away from its beginning. */
public final class Drift {
    private Drift() {}

    /**
     * The median of the last third over that of the first, less 1: 0.1 where the samples became longer by a tenth.
     *
     * @param inOrder samples, oldest first, at least three
     */
    public static double of(double[] inOrder) {
        int third = inOrder.length / 3;
        Median median = Median.withDefaults();
        double first = median.evaluate(Arrays.copyOf(inOrder, third));
        double last = median.evaluate(Arrays.copyOfRange(inOrder, inOrder.length - third, inOrder.length));
        return last / first - 1;
    }
}
