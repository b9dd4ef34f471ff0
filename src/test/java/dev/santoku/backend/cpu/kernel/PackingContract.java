package dev.santoku.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.Numbers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packing copies what it is told to, to where it is told to, and touches nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PackingContract {
    private static final double UNTOUCHED = -0.5;
    private static final int ROWS = 20;
    private static final int COLUMNS = 75;
    private static final int FIRST_ROW = 2;
    private static final int FIRST_COLUMN = 3;

    /** The packing of {@code float[]} under test. */
    protected abstract Packing<float[]> floats();

    /** The packing of {@code double[]} under test. */
    protected abstract Packing<double[]> doubles();

    private Stream<Arguments> rowsOfA() {
        return eachPacking(List.of( // rows, depth, height
                List.of(4, 7, 4),
                List.of(1, 1, 5),
                List.of(5, 16, 5),
                List.of(3, 33, 4),
                List.of(12, 64, 12),
                List.of(2, 71, 2)));
    }

    private Stream<Arguments> panelsOfB() {
        return eachPacking(List.of( // first row, rows, columns, width, depth
                List.of(0, 7, 4, 4, 7),
                List.of(2, 3, 1, 4, 9),
                List.of(0, 1, 5, 6, 1),
                List.of(4, 4, 64, 32, 8),
                List.of(1, 5, 70, 16, 10),
                List.of(3, 6, 71, 48, 9),
                List.of(0, 8, 3, 1, 8)));
    }

    private Stream<Arguments> eachPacking(List<List<Integer>> cells) {
        return cells.stream()
                .flatMap(cell -> Stream.of(
                        Arguments.of(floats(), float[].class, cell), Arguments.of(doubles(), double[].class, cell)));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("rowsOfA")
    <T> void copiesRowsOfA(Packing<T> packing, Class<T> type, List<Integer> cell) {
        int rows = cell.get(0);
        int depth = cell.get(1);
        int height = cell.get(2);
        int toAt = 5;
        int slice = MicroKernel.SLICE_BYTES / (type == float[].class ? Float.BYTES : Double.BYTES);
        int length = toAt + BlockSizes.roundUp(depth, slice) * height + 9;
        T to = Numbers.filled(type, length, UNTOUCHED);
        Operands<T> strip = new Operands<T>().a(to, slice, height * slice).depth(depth);
        packing.packA(matrix(type), start(), COLUMNS, rows, strip, toAt);
        T expected = Numbers.filled(type, length, UNTOUCHED);
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < depth; p++) {
                int at = toAt + p / slice * height * slice + i * slice + p % slice;
                Numbers.set(expected, at, value(FIRST_ROW + i, FIRST_COLUMN + p));
            }
        }
        assertThat(to).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("panelsOfB")
    <T> void copiesRowsOfBIntoPanels(Packing<T> packing, Class<T> type, List<Integer> cell) {
        int firstRow = cell.get(0);
        int rows = cell.get(1);
        int columns = cell.get(2);
        int width = cell.get(3);
        int depth = cell.get(4);
        int toAt = 6;
        int length = toAt + BlockSizes.roundUp(columns, width) * depth;
        T to = Numbers.filled(type, length, UNTOUCHED);
        Operands<T> panels = new Operands<T>().b(to, width, width * depth);
        packing.packB(matrix(type), start(), COLUMNS, rows, columns, panels, toAt + firstRow * width);
        T expected = Numbers.filled(type, length, UNTOUCHED);
        for (int p = 0; p < rows; p++) {
            for (int j = 0; j < columns; j++) {
                int at = toAt + (j - j % width) * depth + (firstRow + p) * width + j % width;
                Numbers.set(expected, at, value(FIRST_ROW + p, FIRST_COLUMN + j));
            }
        }
        assertThat(to).isEqualTo(expected);
    }

    private static int start() {
        return FIRST_ROW * COLUMNS + FIRST_COLUMN;
    }

    private static double value(int row, int column) {
        return 1 + row * COLUMNS + column;
    }

    private static <T> T matrix(Class<T> type) {
        T matrix = Numbers.filled(type, ROWS * COLUMNS, 0);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                Numbers.set(matrix, row * COLUMNS + column, value(row, column));
            }
        }
        return matrix;
    }
}
