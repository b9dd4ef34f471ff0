package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "0.0000123, 0.000012",
        "0.00996, 0.010",
        "0.0123, 0.012",
        "0.0996, 0.10",
        "0.1, 0.100",
        "0.5, 0.500",
        "0.9994, 0.999",
        "0.9996, 1.00",
        "4.567, 4.57",
        "9.996, 10.0",
        "12, 12.0",
        "99.96, 100",
        "788.7, 789",
        "12345, 12345",
        "123456789, 123456789",
        "-0.0456, -0.046"
    })
    void theDigitsThatSaySomethingAreKept(double value, String text) {
        assertThat(Units.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "61, 61.0 s",
        "1, 1.00 s",
        "0.0473, 47.3 ms",
        "0.001, 1.00 ms",
        "0.000999, 999 µs",
        "0.0000012, 1.20 µs",
        "0.0000000455, 45.5 ns",
        "0, 0.0 ns"
    })
    void timesTakeTheUnitThatSuitsThem(double seconds, String text) {
        assertThat(Units.seconds(seconds)).isEqualTo(text);
    }

    @Test
    void sharesRatiosSizesAndShapes() {
        assertThat(Units.plusMinus(0.0123)).isEqualTo("±1.2 %");
        assertThat(Units.times(1.95)).isEqualTo("1.95×");
        assertThat(Units.times(0.0004567)).isEqualTo("0.00046×");
        assertThat(Units.bytes(24L << 30)).isEqualTo("24.0 GB");
        assertThat(Units.bytes(3L << 29)).isEqualTo("1.50 GB");
        assertThat(Units.bytes((1L << 30) - 1)).isEqualTo("1023 MB");
        assertThat(Units.bytes(256L << 20)).isEqualTo("256 MB");
        assertThat(Units.shape(new Shape(257, 129, 65))).isEqualTo("257×129×65");
    }
}
