package dev.santoku.matrix.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlocksTest {
    private static StoredMatrix matrix(int rows, int columns) {
        return StoredMatrix.random(rows, columns, Precision.F32, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 64",
        "100, 70, 30, 20000",
        "97, 101, 89, 3000",
        "1, 1000, 10, 1000",
        "1000, 1, 10, 1000",
        "7, 5, 60, 1500",
        "100000, 100000, 100000, 1000000000"
    })
    void coverEachElementOnceWithinTheMemory(int m, int n, int k, long memory) throws MatrixFileException {
        List<Block> blocks = Blocks.of(matrix(m, k), matrix(k, n), Float.BYTES, memory);
        long elements = 0;
        int row = 0;
        int column = 0;
        int width = 0;
        for (Block block : blocks) {
            assertThat(block.row()).isEqualTo(row);
            assertThat(block.column()).isEqualTo(column);
            width = row == 0 ? block.columns() : width;
            assertThat(block.columns()).isEqualTo(width);
            elements += (long) block.rows() * block.columns();
            long held = (long) k * block.rows() + (long) k * block.columns() + (long) block.rows() * block.columns();
            assertThat(held * Float.BYTES).isLessThanOrEqualTo(memory / 2);
            row += block.rows();
            if (row == m) {
                row = 0;
                column += width;
            }
        }
        assertThat(column).isEqualTo(n);
        assertThat(elements).isEqualTo((long) m * n);
    }

    @Test
    void refuseMemoryForLessThanARow() {
        assertThatThrownBy(() -> Blocks.of(matrix(10, 1 << 24), matrix(1 << 24, 10), Double.BYTES, 64 << 20))
                .hasMessage("a row of 16777216 elements does not fit into 64 MB: give more with --memory");
    }

    @Test
    void refuseMemoryForBlocksWithoutNumber() {
        assertThatThrownBy(() -> Blocks.of(matrix(2_000_000_000, 1 << 20), matrix(1 << 20, 10), Float.BYTES, 64 << 20))
                .hasMessageStartingWith("in 64 MB the product falls into ");
    }

    /** What {@code multiply --random} multiplies is what {@code compare} does. */
    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "I8", mode = EnumSource.Mode.EXCLUDE)
    void ofARandomMatrixAreThoseOfTheWhole(Precision precision) throws IOException {
        Inputs inputs = Inputs.uniform(new Shape(5, 11, 7), precision, 42);
        StoredMatrix b = StoredMatrix.random(7, 11, precision, 44);
        assertBlock(b, new Block(0, 7, 0, 11), inputs.b());
        assertBlock(b, new Block(2, 4, 3, 5), inputs.b());
        assertBlock(StoredMatrix.random(5, 7, precision, 43), new Block(4, 1, 6, 1), inputs.a());
    }

    private static void assertBlock(StoredMatrix stored, Block block, Matrix whole) throws IOException {
        Matrix read = stored.read(block, whole.precision());
        for (int row = 0; row < block.rows(); row++) {
            for (int column = 0; column < block.columns(); column++) {
                assertThat(read.at(row, column)).isEqualTo(whole.at(block.row() + row, block.column() + column));
            }
        }
    }

    @Test
    void ofRandomBytesAreIntegersOtherThanZero() throws IOException {
        Matrix read = StoredMatrix.random(1 << 20, 1 << 20, Precision.I8, 7)
                .read(new Block((1 << 20) - 30, 30, 5, 100), Precision.I8);
        double largest = 0;
        for (int row = 0; row < 30; row++) {
            for (int column = 0; column < 100; column++) {
                double element = read.at(row, column);
                assertThat(element).isEqualTo(Math.rint(element)).isNotZero();
                largest = Math.max(largest, Math.abs(element));
            }
        }
        assertThat(largest).isBetween(120.0, 127.0);
    }
}
