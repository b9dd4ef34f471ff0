package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.statistics.Outliers.Cause;
import dev.santoku.statistics.Outliers.Count;
import dev.santoku.statistics.Outliers.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class OutliersTest {
    private static final int TURNS = 12;
    private static final int SAMPLES = 8;
    private static final int ALL = TURNS * SAMPLES;

    private final Random random = new Random(11);
    private final List<Moment> moments = new ArrayList<>(Collections.nCopies(TURNS, Moment.QUIET));

    /** Of one launch, whose samples take so long, in order, beside a noise of one percent. */
    private List<Count> outliers(IntToDoubleFunction seconds) {
        return Outliers.of(new Samples(turns(seconds)), List.of(moments));
    }

    private List<double[]> turns(IntToDoubleFunction seconds) {
        List<double[]> turns = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            double[] samples = new double[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                samples[i] = seconds.applyAsDouble(turn * SAMPLES + i) + 0.01 * random.nextGaussian();
            }
            turns.add(samples);
        }
        return turns;
    }

    @Test
    void noiseHasNone() {
        assertThat(outliers(i -> 1)).isEmpty();
    }

    @Test
    void theFirstSamplesAreStillWarmingUp() {
        assertThat(outliers(i -> i < 7 ? 2 - i / 7.0 + 0.2 : 1)).containsExactly(new Count(Cause.WARMING, 7));
    }

    @Test
    void whatFallsIntoADisturbedRoundIsTheMachines() {
        moments.set(4, Moment.DISTURBED);
        assertThat(outliers(i -> i / SAMPLES == 4 ? 1.5 : 1)).containsExactly(new Count(Cause.DISTURBED, SAMPLES));
    }

    @Test
    void aBurstWhileOthersWereQuietIsItsOwn() {
        assertThat(outliers(i -> i >= 35 && i < 38 ? 1.5 : 1)).containsExactly(new Count(Cause.OWN, 3));
    }

    @Test
    void aBurstThatNobodyElseSawIsNotExplained() {
        moments.replaceAll(moment -> Moment.ALONE);
        assertThat(outliers(i -> i >= 35 && i < 38 ? 1.5 : 1)).containsExactly(new Count(Cause.UNEXPLAINED, 3));
    }

    @Test
    void whatComesAtRegularIntervalsIsPeriodic() {
        assertThat(outliers(i -> i % 11 == 5 ? 1.4 : 1)).containsExactly(new Count(Cause.PERIODIC, 9));
        assertThat(outliers(i -> List.of(5, 6, 20, 41, 44, 70, 71, 90).contains(i) ? 1.4 : 1))
                .as("here and there")
                .containsExactly(new Count(Cause.OWN, 8));
    }

    @Test
    void aSlowEndAfterASlowDriftIsThrottling() {
        assertThat(outliers(i -> i < ALL / 2 ? 1 : 1 + 0.6 * (i - ALL / 2.0) / ALL))
                .extracting(Count::cause)
                .contains(Cause.DRIFT)
                .doesNotContain(Cause.WARMING, Cause.PERIODIC);
    }

    /** A JVM that is slower than the others is no series of outliers. */
    @Test
    void eachLaunchIsHeldToItsOwnMedian() {
        Samples samples = Samples.ofLaunches(List.of(turns(i -> 1), turns(i -> i == 0 ? 3 : 2)));
        assertThat(Outliers.of(samples, List.of(moments, moments))).containsExactly(new Count(Cause.WARMING, 1));
    }

    @Test
    void lessThanFivePercentIsNoOutlier() {
        double[] steady = {1, 1, 1, 1, 1, 1.04, 1, 1, 1};
        assertThat(Outliers.limit(steady)).isEqualTo(1.05);
    }
}
