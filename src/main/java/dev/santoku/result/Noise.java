package dev.santoku.result;

import dev.santoku.statistics.Outliers;
import java.util.List;

/**
 * What disturbed the samples of a cell, as far as it could be told. All of them count; this says how far to trust them.
 *
 * @param rounds in which the contender took its turns
 * @param disturbedRounds those among them in which the machine was disturbed
 * @param stolen the share of the machine's processor time that the hypervisor gave to others during the rounds of all
 *     contenders; null where unknown
 * @param foreign the share that other programs took; null where unknown
 * @param outliers samples far above the rest, by their likely cause
 * @param fmaGflops the device's rate of multiply-adds before and after the samples; null where unknown
 * @param clockMHz the clock of the fastest processor before and after; null where unknown and for other devices
 */
public record Noise(
        int rounds,
        int disturbedRounds,
        Double stolen,
        Double foreign,
        List<Outliers.Count> outliers,
        Change fmaGflops,
        Change clockMHz) {

    public Noise {
        outliers = outliers == null ? List.of() : List.copyOf(outliers);
    }

    /** How many samples are outliers by this cause. */
    public int outliers(Outliers.Cause cause) {
        return outliers.stream()
                .filter(count -> count.cause() == cause)
                .mapToInt(Outliers.Count::samples)
                .sum();
    }

    /** A figure before and after the samples. */
    public record Change(double before, double after) {
        /** What is left of it. */
        public double ratio() {
            return after / before;
        }
    }
}
