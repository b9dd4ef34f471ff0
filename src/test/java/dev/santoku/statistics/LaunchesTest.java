package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several launches, each of which has a speed of its own: what an interval must cover then, and what it must not claim. */
class LaunchesTest {
    private static final int EXPERIMENTS = 120;

    /** What the interval of one launch was before there were several. */
    @Test
    void oneLaunchIsJudgedByItsTurnsAlone() {
        Random random = new Random(7);
        List<double[]> one = new ArrayList<>();
        List<double[]> two = new ArrayList<>();
        for (int turn = 0; turn < 12; turn++) {
            double[] x = new double[1 + turn % 4];
            double[] y = new double[3];
            for (int i = 0; i < x.length; i++) {
                x[i] = 1 + 0.1 * random.nextDouble();
            }
            for (int i = 0; i < y.length; i++) {
                y[i] = 1.04 + 0.2 * random.nextDouble();
            }
            one.add(x);
            two.add(y);
        }
        assertThat(Bootstrap.median(new Samples(one)))
                .isEqualTo(new Estimate(1.0401064274943534, 1.0323605020455533, 1.067489610377823));
        assertThat(Bootstrap.speedup(Samples.ofLaunches(List.of(one)), new Samples(two)))
                .isEqualTo(new Ratio(1.1136108725712093, 1.0646473380419528, 1.1456834426082168, Verdict.FASTER));
    }

    @Test
    void theIntervalCoversTheTrueMedianWhereLaunchesDifferMoreThanSamples() {
        for (int launches : List.of(5, 10)) {
            int covered = 0;
            int coveredByTurnsAlone = 0;
            Random random = new Random(launches);
            for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
                Samples samples = twoLevels(random, launches, 0.03, 0.01);
                covered += covers(Bootstrap.median(samples)) ? 1 : 0;
                coveredByTurnsAlone += covers(Bootstrap.median(asOneLaunch(samples))) ? 1 : 0;
            }
            assertThat(covered).as("of %d launches", launches).isGreaterThan((int) (0.92 * EXPERIMENTS));
            assertThat(coveredByTurnsAlone).as("as if of one").isLessThan((int) (0.75 * EXPERIMENTS));
        }
    }

    /** Two contenders that are one: launches 6 % apart, which samples of one launch know nothing of. */
    @Test
    void whatOneLaunchTakesForADifferenceSeveralDoNot() {
        int falseOfOne = 0;
        int falseOfSix = 0;
        Random random = new Random(3);
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            falseOfOne += isFalse(Bootstrap.speedup(twoLevels(random, 1, 0.06, 0.01), twoLevels(random, 1, 0.06, 0.01)))
                    ? 1
                    : 0;
            falseOfSix += isFalse(Bootstrap.speedup(twoLevels(random, 6, 0.06, 0.01), twoLevels(random, 6, 0.06, 0.01)))
                    ? 1
                    : 0;
        }
        assertThat(falseOfOne).isGreaterThan(EXPERIMENTS / 3);
        assertThat(falseOfSix).isLessThan(EXPERIMENTS / 20);
    }

    @Test
    void eachLaunchCountsAsOneHoweverManySamplesItGave() {
        Samples samples = Samples.ofLaunches(
                List.of(constant(1, 1), constant(1.1, 50), constant(1.2, 3), constant(1.3, 2), constant(1.4, 1)));
        Estimate estimate = Bootstrap.median(samples);
        assertThat(estimate.median()).isEqualTo(1.2);
        assertThat(estimate.low()).isEqualTo(1);
        assertThat(estimate.high()).isEqualTo(1.4);
        assertThat(Bootstrap.median(samples)).isEqualTo(estimate);
        assertThat(Bootstrap.launchMedians(samples)).containsExactly(1, 1.1, 1.2, 1.3, 1.4);
        assertThat(samples.count()).isEqualTo(57);
        assertThat(samples.turns()).isEqualTo(57);
    }

    @Test
    void aLaunchWithoutSamplesIsRefused() {
        assertThatThrownBy(() -> Samples.ofLaunches(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Samples.ofLaunches(List.of(constant(1, 1), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLaunchAmongSeveralTakesItsPartOfTheTurns() {
        StopRule alone = new StopRule(1, 0.02);
        StopRule amongFour = new StopRule(4, 0.02);
        assertThat(amongFour.judge(new Samples(constant(1, 4)))).isEmpty();
        assertThat(amongFour.judge(new Samples(constant(1, 5)))).contains(StopRule.Reason.PRECISION);
        assertThat(alone.judge(new Samples(constant(1, 9)))).isEmpty();
        assertThat(new StopRule(2, 0.02).judge(new Samples(constant(1, 5)))).contains(StopRule.Reason.PRECISION);
    }

    @Test
    void aCellOfSeveralLaunchesIsPreciseOnlyIfItsIntervalIs() {
        Estimate narrow = new Estimate(1, 0.99, 1.01);
        Estimate broad = new Estimate(1, 0.9, 1.1);
        StopRule.Reason precision = StopRule.Reason.PRECISION;
        StopRule.Reason budget = StopRule.Reason.BUDGET;
        assertThat(StopRule.ofLaunches(broad, List.of(precision), 0.02)).isEqualTo(precision);
        assertThat(StopRule.ofLaunches(broad, List.of(precision, precision), 0.02))
                .isEqualTo(StopRule.Reason.PLATEAU);
        assertThat(StopRule.ofLaunches(broad, List.of(precision, budget), 0.02)).isEqualTo(budget);
        assertThat(StopRule.ofLaunches(broad, List.of(precision, budget), 0.11)).isEqualTo(precision);
        assertThat(StopRule.ofLaunches(narrow, List.of(budget, budget), 0.02)).isEqualTo(precision);
    }

    private static boolean covers(Estimate estimate) {
        return estimate.low() <= 1 && 1 <= estimate.high();
    }

    private static boolean isFalse(Ratio ratio) {
        return ratio.verdict() == Verdict.FASTER || ratio.verdict() == Verdict.SLOWER;
    }

    /** Six turns of three samples in each launch, around 1. */
    private static Samples twoLevels(Random random, int launches, double between, double within) {
        return Samples.ofLaunches(IntStream.range(0, launches)
                .mapToObj(launch -> {
                    double speed = 1 + between * random.nextGaussian();
                    return IntStream.range(0, 6)
                            .mapToObj(turn -> random.doubles(3)
                                    .map(any -> speed + within * random.nextGaussian())
                                    .toArray())
                            .toList();
                })
                .toList());
    }

    private static Samples asOneLaunch(Samples samples) {
        return new Samples(IntStream.range(0, samples.launches())
                .mapToObj(samples::launch)
                .flatMap(List::stream)
                .toList());
    }

    /** Turns of one sample each. */
    private static List<double[]> constant(double seconds, int turns) {
        return IntStream.range(0, turns)
                .mapToObj(turn -> new double[] {seconds})
                .toList();
    }
}
