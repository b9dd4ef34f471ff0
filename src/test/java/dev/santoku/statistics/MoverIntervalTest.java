package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MoverIntervalTest {
    private static final double CLOSE = 1e-12;

    @Test
    void oneIntervalAloneIsTheRatios() {
        Ratio ratio = MoverInterval.speedup(new Estimate(2, 2, 2), new Estimate(6, 5, 8), true);
        assertThat(ratio.ratio()).isEqualTo(3, within(CLOSE));
        assertThat(ratio.low()).isEqualTo(2.5, within(CLOSE));
        assertThat(ratio.high()).isEqualTo(4, within(CLOSE));
        assertThat(ratio.verdict()).isEqualTo(Verdict.FASTER);
    }

    @Test
    void theContendersIntervalIsTurnedOver() {
        Ratio ratio = MoverInterval.speedup(new Estimate(6, 5, 8), new Estimate(3, 3, 3), true);
        assertThat(ratio.ratio()).isEqualTo(0.5, within(CLOSE));
        assertThat(ratio.low()).isEqualTo(3.0 / 8, within(CLOSE));
        assertThat(ratio.high()).isEqualTo(3.0 / 5, within(CLOSE));
        assertThat(ratio.verdict()).isEqualTo(Verdict.SLOWER);
    }

    @Test
    void distancesAddAsTheSidesOfARightAngle() {
        double step = Math.exp(0.3);
        double other = Math.exp(0.4);
        Ratio ratio = MoverInterval.speedup(new Estimate(1, 1 / step, other), new Estimate(1, 1 / step, other), true);
        assertThat(Math.log(ratio.low())).isEqualTo(-0.5, within(CLOSE));
        assertThat(Math.log(ratio.high())).isEqualTo(0.5, within(CLOSE));
        assertThat(ratio.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anEndOnTheWrongSideOfItsMedianIsAtIt() {
        Ratio ratio = MoverInterval.speedup(new Estimate(1, 1.1, 0.9), new Estimate(1, 1, 1), true);
        assertThat(ratio).isEqualTo(new Ratio(1, 1, 1, Verdict.SAME));
    }

    @Test
    void tooFewSamplesAllowNoVerdict() {
        assertThat(MoverInterval.speedup(new Estimate(1, 1, 1), new Estimate(2, 2, 2), false)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** What it is for: where both intervals hold in 95 of 100 cases, so does this one. */
    @Test
    void coversTheTruth() {
        Random random = new Random(7);
        int draws = 4000;
        int covered = 0;
        for (int draw = 0; draw < draws; draw++) {
            Ratio ratio = MoverInterval.speedup(estimate(random, 2, 0.03), estimate(random, 3, 0.01), true);
            covered += ratio.low() <= 1.5 && 1.5 <= ratio.high() ? 1 : 0;
        }
        assertThat((double) covered / draws).isBetween(0.94, 0.96);
    }

    /** A median off the truth by an error whose size is known, and its interval. */
    private static Estimate estimate(Random random, double truth, double deviation) {
        double median = truth * Math.exp(deviation * random.nextGaussian());
        double reach = Math.exp(1.96 * deviation);
        return new Estimate(median, median / reach, median * reach);
    }
}
