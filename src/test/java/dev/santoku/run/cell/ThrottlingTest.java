package dev.santoku.run.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.result.Noise;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ThrottlingTest {
    private final Throttling throttling = new Throttling();

    private void before(double gflops, int megahertz) {
        throttling.before(OptionalDouble.of(gflops), OptionalInt.of(megahertz));
    }

    @Test
    void aRateThatFallsByMoreThanATenthIsSaid() {
        throttling.before(OptionalDouble.of(100), OptionalInt.empty());
        throttling.after(OptionalDouble.of(89), OptionalInt.empty());
        assertThat(throttling.fell()).isTrue();
        assertThat(throttling.gflops()).isEqualTo(new Noise.Change(100, 89));
        assertThat(throttling.megahertz()).isNull();
        throttling.after(OptionalDouble.of(95), OptionalInt.empty());
        assertThat(throttling.fell()).as("it was one burst").isFalse();
        throttling.after(OptionalDouble.of(50), OptionalInt.empty());
        assertThat(throttling.gflops()).isEqualTo(new Noise.Change(100, 95));
    }

    @Test
    void aClockThatStayedWasNotThrottled() {
        before(100, 3000);
        throttling.after(OptionalDouble.of(60), OptionalInt.of(2990));
        assertThat(throttling.fell()).isFalse();
        assertThat(throttling.megahertz()).isEqualTo(new Noise.Change(3000, 2990));
    }

    @Test
    void aClockThatFellBearsTheRateOut() {
        before(100, 3000);
        throttling.after(OptionalDouble.of(60), OptionalInt.of(1800));
        assertThat(throttling.fell()).isTrue();
    }

    @Test
    void anIdleClockAloneSaysNothing() {
        before(100, 3000);
        throttling.after(OptionalDouble.of(99), OptionalInt.of(1200));
        assertThat(throttling.fell()).isFalse();
    }

    @Test
    void whatIsNotKnownIsNoClaim() {
        assertThat(throttling.fell()).isFalse();
        throttling.after(OptionalDouble.of(1), OptionalInt.empty());
        assertThat(throttling.fell()).isFalse();
        assertThat(throttling.gflops()).isNull();
    }
}
