package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
    @ParameterizedTest
    @CsvSource({
        "1.06, 1.20, FASTER", "1.05, 1.20, INCONCLUSIVE", "0.80, 0.94, SLOWER", "0.80, 0.95, INCONCLUSIVE",
        "0.95, 1.05, SAME", "0.99, 1.01, SAME", "0.94, 1.01, INCONCLUSIVE", "0.90, 1.10, INCONCLUSIVE"
    })
    void aVerdictNeedsTheWholeInterval(double low, double high, Verdict verdict) {
        assertThat(Verdict.of(low, high)).isEqualTo(verdict);
    }

    @Test
    void theIntervalHoldsTheMedianAndIsTheSameEachTime() {
        double[] samples = {5, 1, 4, 2, 3, 9, 8, 7, 6};
        Estimate estimate = Bootstrap.median(turns(samples));
        assertThat(estimate.median()).isEqualTo(5);
        assertThat(estimate.low()).isBetween(1.0, 5.0);
        assertThat(estimate.high()).isBetween(5.0, 9.0);
        assertThat(Bootstrap.median(turns(samples))).isEqualTo(estimate);
        assertThat(samples).containsExactly(5, 1, 4, 2, 3, 9, 8, 7, 6);
    }

    @Test
    void theIntervalCoversTheTrueMedianAboutAsOftenAsItSays() {
        Random random = new Random(1);
        int covered = 0;
        for (int experiment = 0; experiment < 200; experiment++) {
            Estimate estimate = Bootstrap.median(turns(DoubleStream.generate(() -> 10 + random.nextGaussian())
                    .limit(25)
                    .toArray()));
            if (estimate.low() <= 10 && 10 <= estimate.high()) {
                covered++;
            }
        }
        assertThat(covered).isBetween(180, 200);
    }

    @Test
    void aSpeedupIsTheBaselinesTimeOverTheContenders() {
        Ratio ratio = Bootstrap.speedup(turns(1, 1, 1, 1, 1, 1), turns(2, 2, 2, 2, 2, 2));
        assertThat(ratio).isEqualTo(new Ratio(2, 2, 2, Verdict.FASTER));
    }

    @Test
    void oneSampleHasNoWidthAndNoneIsRefused() {
        assertThat(Bootstrap.median(turns(3))).isEqualTo(new Estimate(3, 3, 3));
        assertThat(new Estimate(0, 0, 0).relativeHalfWidth()).isZero();
        assertThat(new Estimate(2, 1.9, 2.1).relativeHalfWidth()).isCloseTo(0.05, within(1e-12));
        assertThatThrownBy(() -> turns()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplingStopsWhenPreciseButNotBeforeTenTurns() {
        StopRule rule = new StopRule(1, 0.02);
        assertThat(rule.judge(turns(samples(9, 0)))).isEmpty();
        assertThat(rule.judge(turns(samples(10, 0)))).contains(StopRule.Reason.PRECISION);
    }

    @Test
    void howPreciseIsPreciseEnoughIsForTheCallerToSay() {
        double[] spread = new double[10];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = 1 + 0.02 * i; // a median of 1.09, and an interval of about ±5 %
        }
        assertThat(new StopRule(1, 0.02).judge(turns(spread))).isEmpty();
        assertThat(new StopRule(1, 0.09).judge(turns(spread))).contains(StopRule.Reason.PRECISION);
    }

    @Test
    void samplingStopsWhenTwiceTheSamplesAreNoMorePrecise() {
        StopRule rule = new StopRule(1, 0.02);
        double[] twoSpeeds = new double[60];
        for (int i = 0; i < twoSpeeds.length; i++) {
            twoSpeeds[i] = i % 2 == 0 ? 1 : 2; // the interval of the median stays from 1 to 2
        }
        assertThat(rule.judge(turns(Arrays.copyOf(twoSpeeds, 12)))).isEmpty();
        assertThat(rule.judge(turns(Arrays.copyOf(twoSpeeds, 20)))).isEmpty();
        assertThat(rule.judge(turns(Arrays.copyOf(twoSpeeds, 24))))
                .as("once is chance")
                .isEmpty();
        assertThat(rule.judge(turns(Arrays.copyOf(twoSpeeds, 48)))).contains(StopRule.Reason.PLATEAU);
    }

    @Test
    void samplingEndsSomeTime() {
        Optional<StopRule.Reason> reason = new StopRule(1, 0.02).judge(turns(samples(200, 3)));
        assertThat(reason).contains(StopRule.Reason.BUDGET);
    }

    @Test
    void samplesOfOneTurnAreNoIndependentWitnesses() {
        Random random = new Random(3);
        List<double[]> drifting = new ArrayList<>();
        for (int turn = 0; turn < 10; turn++) {
            double speed = 1 + 0.2 * random.nextDouble();
            drifting.add(DoubleStream.generate(() -> speed + 0.001 * random.nextDouble())
                    .limit(100)
                    .toArray());
        }
        Samples byTurns = new Samples(drifting);
        double asTurns = Bootstrap.median(byTurns).relativeHalfWidth();
        double asThousandTurns = Bootstrap.median(turns(byTurns.all())).relativeHalfWidth();
        assertThat(asTurns).isGreaterThan(2 * asThousandTurns).isGreaterThan(0.01);
    }

    @Test
    void tooFewSamplesAllowNoVerdict() {
        Samples few = turns(1, 1, 1, 1, 1);
        Samples many = turns(2, 2, 2, 2, 2, 2, 2);
        assertThat(Bootstrap.speedup(few, many).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Bootstrap.speedup(many, few).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Bootstrap.median(turns(4, 1, 3))).isEqualTo(new Estimate(3, 1, 4));
    }

    /** Turns of one sample each. */
    private static Samples turns(double... samples) {
        return new Samples(
                Arrays.stream(samples).mapToObj(sample -> new double[] {sample}).toList());
    }

    private static double[] samples(int count, double spread) {
        Random random = new Random(2);
        return DoubleStream.generate(() -> 1 + spread * random.nextDouble())
                .limit(count)
                .toArray();
    }
}
