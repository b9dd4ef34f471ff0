package dev.santoku.host.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.matrix.Shape;
import dev.santoku.result.Energy;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** With a clock that products push on, and a counter that moves in steps, as real ones do. */
class BurstMeterTest {
    private static final double WATTS = 50;
    private static final double IDLE_WATTS = 5;

    private double now;
    private double spent;
    private double step;
    private boolean readable = true;

    /** Shows what was spent until the last step of the clock. */
    private OptionalDouble counter() {
        double shown = Math.floor(now / step) * step;
        return readable ? OptionalDouble.of(spent - (now - shown) * WATTS) : OptionalDouble.empty();
    }

    private BurstMeter.Products taking(double seconds, int products) {
        return () -> {
            now += seconds * products;
            spent += WATTS * seconds * products;
            return products;
        };
    }

    private Optional<EnergyBurst> measure(EnergySource source, double seconds, int atOnce) {
        now = 100;
        spent = IDLE_WATTS * now;
        return new BurstMeter(this::counter, source, () -> Math.round(now * 1e9))
                .measure(taking(seconds, atOnce), seconds);
    }

    @Test
    void countsWholeStepsOfTheCounter() {
        step = 0.001;
        EnergyBurst burst = measure(EnergySource.RAPL, 1e-5, 100).orElseThrow();
        assertThat(burst.seconds()).isBetween(0.2, 0.21);
        assertThat(burst.products()).isEqualTo(Math.round(burst.seconds() / 1e-5));
        assertThat(burst.joules() / burst.seconds()).isEqualTo(WATTS, within(1.0));
    }

    @Test
    void aCoarseCounterIsReadAtItsSteps() {
        step = 0.1;
        EnergyBurst burst = measure(EnergySource.NVML, 1e-3, 1).orElseThrow();
        assertThat(burst.seconds()).isGreaterThanOrEqualTo(1);
        assertThat(burst.joules() / burst.seconds()).isEqualTo(WATTS, within(0.5));
    }

    @Test
    void aSlowProductIsComputedOnce() {
        step = 0.001;
        EnergyBurst burst = measure(EnergySource.RAPL, 3, 1).orElseThrow();
        assertThat(burst.products()).isEqualTo(1);
        assertThat(burst.joules()).isEqualTo(150, within(0.1));
    }

    @Test
    void aCounterThatStandsStillTellsNothing() {
        step = 1000;
        assertThat(measure(EnergySource.RAPL, 1e-3, 1)).isEmpty();
        assertThat(measure(EnergySource.NVML, 3, 1)).isEmpty();
    }

    @Test
    void aCounterThatCannotBeReadTellsNothing() {
        step = 0.001;
        readable = false;
        assertThat(measure(EnergySource.RAPL, 1e-3, 1)).isEmpty();
        readable = true;
        now = 0;
        BurstMeter.Products breaking = () -> {
            now += 0.15;
            spent += 1;
            readable = now < 0.1;
            return 1;
        };
        assertThat(new BurstMeter(this::counter, EnergySource.RAPL, () -> Math.round(now * 1e9))
                        .measure(breaking, 0.15))
                .isEmpty();
    }

    @Test
    void figuresFollowFromTheBurst() {
        Energy energy = Energy.of(new EnergyBurst(30, 60, 0.5), EnergySource.NVML, Shape.square(1000));
        assertThat(energy).isEqualTo(new Energy(EnergySource.NVML, 0.5, 4, 60, 60, 0.5));
    }
}
