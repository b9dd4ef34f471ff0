package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import java.lang.reflect.Array;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackingTest {
    private static final int ROWS = 9;
    private static final int COLUMNS = 11;
    private static final int PANEL_AT = 5;

    private static Stream<Arguments> panels() {
        return Stream.of(new FloatElements(), new DoubleElements())
                .flatMap(elements -> Stream.of(
                        Arguments.of(elements, 4, 4, 7),
                        Arguments.of(elements, 4, 1, 1),
                        Arguments.of(elements, 6, 5, 3),
                        Arguments.of(elements, 1, 1, 8)));
    }

    @ParameterizedTest
    @MethodSource("panels")
    <T> void packsRowsOfASideBySide(Elements<T> elements, int mr, int rows, int depth) {
        T a = counting(elements);
        T panel = poisoned(elements, mr * depth);
        int firstRow = 2;
        int firstColumn = 3;
        elements.packA(a, firstRow * COLUMNS + firstColumn, COLUMNS, rows, depth, mr, panel, PANEL_AT);
        for (int p = 0; p < depth; p++) {
            for (int i = 0; i < mr; i++) {
                double expected = i < rows ? value(firstRow + i, firstColumn + p) : 0;
                assertThat(at(panel, PANEL_AT + p * mr + i))
                        .as("(%d, %d)", i, p)
                        .isEqualTo(expected);
            }
        }
        assertTouchedNothingElse(panel, mr * depth);
    }

    @ParameterizedTest
    @MethodSource("panels")
    <T> void packsRowsOfBOneAfterTheOther(Elements<T> elements, int nr, int columns, int depth) {
        T b = counting(elements);
        T panel = poisoned(elements, nr * depth);
        int firstRow = 1;
        int firstColumn = 4;
        elements.packB(b, firstRow * COLUMNS + firstColumn, COLUMNS, columns, depth, nr, panel, PANEL_AT);
        for (int p = 0; p < depth; p++) {
            for (int j = 0; j < nr; j++) {
                double expected = j < columns ? value(firstRow + p, firstColumn + j) : 0;
                assertThat(at(panel, PANEL_AT + p * nr + j))
                        .as("(%d, %d)", p, j)
                        .isEqualTo(expected);
            }
        }
        assertTouchedNothingElse(panel, nr * depth);
    }

    private static double value(int row, int column) {
        return 1 + row * COLUMNS + column;
    }

    private static <T> T counting(Elements<T> elements) {
        T matrix = elements.allocate(ROWS * COLUMNS);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                set(matrix, row * COLUMNS + column, value(row, column));
            }
        }
        return matrix;
    }

    private static <T> T poisoned(Elements<T> elements, int length) {
        T panel = elements.allocate(PANEL_AT + length + 1);
        for (int index = 0; index < PANEL_AT + length + 1; index++) {
            set(panel, index, Double.NaN);
        }
        return panel;
    }

    private static void assertTouchedNothingElse(Object panel, int length) {
        for (int index = 0; index < PANEL_AT; index++) {
            assertThat(at(panel, index)).isNaN();
        }
        assertThat(at(panel, PANEL_AT + length)).isNaN();
    }

    private static double at(Object array, int index) {
        return Array.getDouble(array, index); // widens a float
    }

    private static void set(Object array, int index, double value) {
        if (array instanceof float[] floats) {
            new FloatMatrix(1, floats.length, floats).set(0, index, value);
        } else {
            double[] doubles = (double[]) array;
            new DoubleMatrix(1, doubles.length, doubles).set(0, index, value);
        }
    }
}
