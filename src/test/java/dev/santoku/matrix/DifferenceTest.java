package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferenceTest {
    private static Matrix filled(Precision precision, int rows, int columns, double sign) {
        Matrix matrix = Matrix.zeros(precision, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, sign * (1 + i + 0.25 * j));
            }
        }
        return matrix;
    }

    private static Difference spoilt(Precision precision, int row, int column, UnaryOperator<Double> fault) {
        Matrix is = filled(precision, 7, 11, 1);
        is.set(row, column, fault.apply(is.at(row, column)));
        return Difference.between(is, filled(precision, 7, 11, 1), filled(precision, 7, 11, -1))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void theSameBitsAreNoDifference(Precision precision) {
        Matrix one = filled(precision, 7, 11, 1);
        assertThat(Difference.between(one, filled(precision, 7, 11, 1), one)).isEmpty();
        one.negate(0, 7, 11);
        assertThat(Difference.between(one, filled(precision, 7, 11, -1), one)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void oneElementIsNamedWithItsPatternAndItsBits(Precision precision) {
        assertThat(spoilt(precision, 3, 5, element -> Double.NaN).pattern()).startsWith("NaN");
        assertThat(spoilt(precision, 3, 5, element -> 0.0).pattern()).isEqualTo("zero");
        assertThat(spoilt(precision, 3, 5, element -> -element).pattern()).isEqualTo("as in the product before");
        assertThat(spoilt(precision, 3, 5, element -> Double.POSITIVE_INFINITY).pattern())
                .isEqualTo("infinite");
        assertThat(spoilt(precision, 3, 5, element -> 2 * element).pattern()).isEqualTo("doubled");
        assertThat(spoilt(precision, 3, 5, element -> element + 0.125).pattern())
                .isEqualTo("one bit flipped");
        assertThat(spoilt(precision, 3, 5, element -> element + 0.375).pattern())
                .isEqualTo("no pattern");
        assertThat(spoilt(precision, 6, 10, element -> Double.NaN).inWords())
                .startsWith("1 of 77 elements differs (NaN, as where nothing was written over the poison): "
                        + "row 6, column 10 is NaN (0x7f");
    }

    @Test
    void bitsAreWrittenAsWideAsTheirPrecision() {
        assertThat(spoilt(Precision.F32, 0, 0, element -> 3.0).example())
                .isEqualTo("row 0, column 0 is 3.0 (0x40400000) and must be 1.0 (0x3f800000)");
        assertThat(spoilt(Precision.F64, 0, 0, element -> 3.0).example())
                .isEqualTo("row 0, column 0 is 3.0 (0x4008000000000000) and must be 1.0 (0x3ff0000000000000)");
    }

    @Test
    void severalElementsAreCountedAndBounded() {
        Matrix is = filled(Precision.F32, 7, 11, 1);
        is.set(2, 9, 0);
        is.set(5, 4, 0);
        is.set(5, 8, Float.NaN);
        Difference difference =
                Difference.between(is, filled(Precision.F32, 7, 11, 1), is).orElseThrow();
        assertThat(difference.inWords())
                .startsWith("3 of 77 elements differ, rows 2 to 5, columns 4 to 9 (2 zero): row 2, column 9 is 0.0");
    }

    @Test
    void zerosOfTwoSignsDiffer() {
        Matrix plus = Matrix.zeros(Precision.F32, 2, 2);
        Matrix minus = Matrix.zeros(Precision.F32, 2, 2);
        minus.negate(0, 2, 2);
        assertThat(Difference.between(minus, plus, plus)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void theLastElementOfALargeMatrixIsCompared(Precision precision) {
        Matrix must = Matrix.zeros(precision, 1, 3 * (1 << 18) + 1);
        Matrix is = Matrix.zeros(precision, 1, 3 * (1 << 18) + 1);
        assertThat(Difference.between(is, must, must)).isEmpty();
        is.set(0, 3 * (1 << 18), Double.MIN_NORMAL * 0x1p1000);
        Optional<Difference> difference = Difference.between(is, must, must);
        assertThat(difference.orElseThrow().firstColumn()).isEqualTo(3 * (1 << 18));
    }
}
