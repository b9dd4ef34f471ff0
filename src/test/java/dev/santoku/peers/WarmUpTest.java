package dev.santoku.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final long MILLISECOND = 1_000_000;

    private long now;
    private int products;

    /** Runs a warm-up of products that take so many nanoseconds each, by the time at which they begin. */
    private double run(WarmUp warmUp, LongUnaryOperator nanosAt) {
        return warmUp.run(
                () -> {
                    now += nanosAt.applyAsLong(now);
                    products++;
                },
                () -> now);
    }

    @Test
    void whatIsSteadyFromTheStartTakesTheLeastTime() {
        double seconds = run(new WarmUp(0.6, 5, 0.3), time -> MILLISECOND);
        assertThat(seconds).isCloseTo(1e-3, within(1e-12));
        assertThat(now / MILLISECOND).isBetween(600L, 620L);
    }

    @Test
    void whatIsCompiledLateIsWaitedFor() {
        double seconds = run(
                new WarmUp(0.6, 5, 0.3),
                time -> time < 800 * MILLISECOND ? MILLISECOND - time / 1000 : MILLISECOND / 50);
        assertThat(seconds).isCloseTo(2e-5, within(1e-12));
        assertThat(now / MILLISECOND).isBetween(1100L, 1200L);
    }

    @Test
    void whatNeverSettlesEndsAllTheSame() {
        run(new WarmUp(0.1, 2, 0.5), time -> 100 * MILLISECOND - time / 25);
        assertThat(now / MILLISECOND).isBetween(2000L, 2100L);
    }

    @Test
    void aProductThatTakesLongerIsComputedOnce() {
        double seconds = run(new WarmUp(0.6, 5, 0.3), time -> 1400 * MILLISECOND);
        assertThat(seconds).isCloseTo(1.4, within(1e-12));
        assertThat(products).isEqualTo(1);
    }
}
