package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmdahlTest {
    private static final int[] THREADS = {1, 2, 4, 8, 64};

    private static Amdahl fit(Amdahl law, int... threads) {
        return Amdahl.fit(
                threads, Arrays.stream(threads).mapToDouble(law::seconds).toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.05, 0.5, 1})
    void exactDataGiveTheFractionBack(double serial) {
        Amdahl law = new Amdahl(3.5, serial);
        for (int[] threads : new int[][] {THREADS, {1, 2}, {2, 7}, {64, 4, 16}}) {
            Amdahl fitted = fit(law, threads);
            assertThat(fitted.serialFraction()).isCloseTo(serial, within(1e-12));
            assertThat(fitted.oneThread()).isCloseTo(3.5, within(1e-12));
        }
    }

    @Test
    void theLawIsWhatTheTextbookSays() {
        Amdahl law = new Amdahl(10, 0.1);
        assertThat(law.seconds(1)).isEqualTo(10);
        assertThat(law.seconds(9)).isCloseTo(2, within(1e-12));
        assertThat(law.oneThread() / law.seconds(1_000_000_000)).isCloseTo(1 / 0.1, within(1e-6));
    }

    @Test
    void noiseIsSpreadOverThePoints() {
        // T(p) = 1 + 4/p, one point off: the normal equations by hand give α = 1.1 and β = 3.9.
        Amdahl fitted = Amdahl.fit(new int[] {1, 2, 1, 2}, new double[] {5, 3, 5, 3.1});
        assertThat(fitted.oneThread()).isCloseTo(5, within(1e-12));
        assertThat(fitted.serialFraction()).isCloseTo(1.1 / 5, within(1e-12));
    }

    @Test
    void noFractionIsNegativeOrMoreThanAll() {
        Amdahl better = Amdahl.fit(new int[] {1, 2, 4}, new double[] {8, 3.9, 1.8});
        assertThat(better.serialFraction()).isZero();
        assertThat(better.oneThread()).isCloseTo((8 + 3.9 / 2 + 1.8 / 4) / (1 + 0.25 + 0.0625), within(1e-12));
        Amdahl worse = Amdahl.fit(new int[] {1, 2}, new double[] {1, 3});
        assertThat(worse).isEqualTo(new Amdahl(2, 1));
    }

    @Test
    void onePointIsNoLaw() {
        assertThatThrownBy(() -> Amdahl.fit(new int[] {4, 4}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Amdahl.fit(new int[0], new double[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
