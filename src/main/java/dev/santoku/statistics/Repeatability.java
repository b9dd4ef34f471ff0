package dev.santoku.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much repeated measurements of the same thing differ within groups and between them: the standard deviations of a one-way
 * random-effects analysis of variance, as in ISO 5725-2. It is taken of logarithms, so 0.01 is one percent.
 *
 * @param runs how many values there are
 * @param within standard deviation of the runs of one group (repeatability)
 * @param between standard deviation of the groups themselves, without what the runs within them explain; 0 where they explain
 *     all, null of a single group
 */
public record Repeatability(int runs, double within, Double between) {
    /**
     * Of positive values, an array a group; groups may have different numbers of them, but none is empty.
     *
     * @return empty where no group has two values
     */
    public static Optional<Repeatability> of(List<double[]> groups) {
        int runs = groups.stream().mapToInt(values -> values.length).sum();
        int count = groups.size();
        if (runs == count) {
            return Optional.empty();
        }
        double grand =
                groups.stream().flatMapToDouble(Arrays::stream).map(Math::log).sum() / runs;
        double squaresWithin = 0;
        double squaresBetween = 0;
        double squaresOfCounts = 0;
        for (double[] values : groups) {
            double mean = Arrays.stream(values).map(Math::log).sum() / values.length;
            for (double value : values) {
                squaresWithin += square(Math.log(value) - mean);
            }
            squaresBetween += values.length * square(mean - grand);
            squaresOfCounts += square(values.length);
        }
        double variance = squaresWithin / (runs - count);
        double perGroup = (runs - squaresOfCounts / runs) / (count - 1);
        Double between =
                count == 1 ? null : Math.sqrt(Math.max(0, (squaresBetween / (count - 1) - variance) / perGroup));
        return Optional.of(new Repeatability(runs, Math.sqrt(variance), between));
    }

    private static double square(double value) {
        return value * value;
    }
}
