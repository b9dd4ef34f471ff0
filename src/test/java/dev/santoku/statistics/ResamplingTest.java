package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    /** The slow way: draw, sort, look into the middle. */
    private static double median(List<double[]> turns, SplittableRandom random) {
        List<Double> drawn = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            double[] turn = turns.get(random.nextInt(turns.size()));
            for (int j = 0; j < turn.length; j++) {
                drawn.add(turn[random.nextInt(turn.length)]);
            }
        }
        double[] sorted =
                drawn.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double lower = sorted[(sorted.length - 1) / 2];
        return lower + (sorted[sorted.length / 2] - lower) / 2;
    }

    @Test
    void itIsTheMedianOfWhatIsDrawnForTurnsOfAnyLengthAndEqualSamples() {
        Random values = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<double[]> turns = new ArrayList<>();
            for (int turn = 0; turn <= values.nextInt(6); turn++) {
                double[] samples = new double[1 + values.nextInt(9)];
                Arrays.setAll(samples, i -> values.nextInt(12) * 0.1); // many are equal
                turns.add(samples);
            }
            Resampling resampling = new Resampling(turns);
            SplittableRandom one = new SplittableRandom(round);
            SplittableRandom other = new SplittableRandom(round);
            for (int draw = 0; draw < 20; draw++) {
                assertThat(resampling.median(one)).as("%d, %d", round, draw).isEqualTo(median(turns, other));
            }
        }
    }

    @Test
    void oneSampleIsItsOwnMedian() {
        assertThat(new Resampling(List.of(new double[] {3.5})).median(new SplittableRandom(1)))
                .isEqualTo(3.5);
    }
}
