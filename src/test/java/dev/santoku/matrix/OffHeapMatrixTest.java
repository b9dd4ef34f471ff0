package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OffHeapMatrixTest {
    @TempDir
    private Path folder;

    /** Segments hold 64 floats or 32 doubles: rows end before, at and behind their borders. */
    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1,32",
        "1,63",
        "1,64",
        "1,65",
        "3,5",
        "4,32",
        "5,63",
        "5,64",
        "5,65",
        "64,1",
        "65,1",
        "7,133",
        "2,200000"
    })
    void holdsWhatIsPasted(int rows, int columns) {
        for (Precision precision : Precision.full()) {
            Matrix drawn =
                    Inputs.uniform(new Shape(rows, 1, columns), precision, 5).a();
            try (OffHeapMatrix matrix = OffHeap.copyOf(drawn)) {
                assertThat(Difference.agree(OffHeap.onHeap(matrix), drawn)).isTrue();
                assertThat(Digest.of(matrix)).isEqualTo(Digest.of(drawn));
                assertThat(matrix.at(rows - 1, columns - 1)).isEqualTo(drawn.at(rows - 1, columns - 1));
                assertThat(matrix.elements()).isEqualTo((long) rows * columns);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void beginsAsZerosAndRoundsToItsFormat(Precision precision) {
        try (OffHeapMatrix matrix = OffHeapMatrix.zeros(precision, 3, 7, OffHeap.BITS)) {
            Matrix onHeap = Matrix.zeros(precision, 3, 7);
            assertThat(Difference.agree(OffHeap.onHeap(matrix), onHeap)).isTrue();
            for (Matrix one : new Matrix[] {matrix, onHeap}) {
                one.fill(1.2345);
                one.set(2, 6, -7.001);
                one.negate(1, 2, 6);
            }
            assertThat(Difference.agree(OffHeap.onHeap(matrix), onHeap)).isTrue();
            assertThat(matrix.stored().precision()).isEqualTo(precision.storage());
            assertThat(matrix.stored().sharesElementsWith(matrix)).isTrue();
        }
    }

    @Test
    void windowsAreCopiedBetweenAllKinds() {
        Matrix drawn = Inputs.uniform(new Shape(9, 1, 37), Precision.F32, 6).a();
        Matrix part = new Window(drawn, 2, 3, 5, 29).copy();
        try (OffHeapMatrix one = OffHeap.copyOf(drawn);
                OffHeapMatrix other = OffHeapMatrix.zeros(Precision.F32, 7, 31, OffHeap.BITS)) {
            Window target = new Window(other, 1, 2, 5, 29);
            target.paste(new Window(one, 2, 3, 5, 29));

            assertThat(Difference.agree(target.copy(), part)).isTrue();
            assertThat(other.at(1, 1)).isZero();
            assertThat(other.at(1, 2)).isEqualTo(drawn.at(2, 3));
            assertThat(other.at(5, 30)).isEqualTo(drawn.at(6, 31));
            assertThat(other.at(6, 2)).isZero();
            assertThatThrownBy(() -> target.paste(Window.of(drawn)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9×37 elements of f32 cannot be pasted where 5×29");
        }
    }

    @Test
    void countsBeyondTheElementsOfAnArray() {
        Shape shape = new Shape(100_000, 90_000, 80_000);
        assertThat(shape.fitsArrays()).isFalse();
        assertThat(shape.bytes(Precision.F32)).isEqualTo(4L * (8_000_000_000L + 7_200_000_000L + 9_000_000_000L));
        assertThat(Shape.square(46340).fitsArrays()).isTrue();
        assertThat(Shape.square(46341).fitsArrays()).isFalse();
        assertThatThrownBy(() -> Matrix.zeros(Precision.F32, 46341, 46341))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use an OffHeapMatrix");
        assertThatThrownBy(() -> new Shape(2, 3, 1 << 30, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The file is sparse: 10 GB that take a few pages of the disk. */
    @Test
    void reachesElementsBeyond32BitsInAFile() throws IOException {
        Path file = folder.resolve("large");
        try (OffHeapMatrix matrix = OffHeapMatrix.create(file, Precision.F32, 50_000, 50_000)) {
            matrix.set(49_999, 49_999, 3);
            matrix.write(49_000L * 50_000 + 7, FloatBuffer.wrap(new float[] {1, 2}));

            assertThat(matrix.at(49_999, 49_999)).isEqualTo(3);
            assertThat(new Window(matrix, 49_000, 7, 1, 3).copy().at(0, 1)).isEqualTo(2);
            assertThat(new Window(matrix, 49_999, 49_999, 1, 1).first()).isEqualTo(2_499_999_999L);
        }
        try (OffHeapMatrix again = OffHeapMatrix.open(file, Precision.F32, 50_000, 50_000)) {
            assertThat(again.at(49_999, 49_999)).isEqualTo(3);
            assertThat(again.at(49_000, 7)).isEqualTo(1);
        }
    }

    @Test
    void filesAreLittleEndianRowByRow() throws IOException {
        Path file = folder.resolve("a");
        ByteBuffer bytes = ByteBuffer.allocate(6 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(new double[] {1, 2, 3, 4, 5, 6});
        Files.write(file, bytes.array());
        try (OffHeapMatrix matrix = OffHeapMatrix.open(file, Precision.F64, 2, 3, 3)) {
            assertThat(matrix.at(1, 0)).isEqualTo(4);
            assertThatThrownBy(() -> matrix.set(0, 0, 1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("opened to be read");
            assertThatThrownBy(() -> matrix.fill(1)).isInstanceOf(UnsupportedOperationException.class);
        }
        Path other = folder.resolve("b");
        try (OffHeapMatrix matrix = OffHeapMatrix.create(other, Precision.F64, 2, 3, 3)) {
            matrix.write(0, DoubleBuffer.wrap(new double[] {1, 2, 3, 4, 5, 6}));
        }
        assertThat(other).hasBinaryContent(bytes.array());
    }

    @Test
    void twoMappingsOfAFileAreOneMatrix() throws IOException {
        Path file = folder.resolve("a");
        try (OffHeapMatrix one = OffHeapMatrix.create(file, Precision.F32, 2, 3);
                OffHeapMatrix other = OffHeapMatrix.open(file, Precision.F32, 3, 2);
                OffHeapMatrix third = OffHeapMatrix.create(folder.resolve("c"), Precision.F32, 2, 3)) {
            assertThat(one.sharesElementsWith(other)).isTrue();
            assertThat(one.sharesElementsWith(third)).isFalse();
            assertThat(one.sharesElementsWith(Matrix.zeros(Precision.F32, 2, 3)))
                    .isFalse();
        }
    }

    @Test
    void refusesWhatIsNoSuchFile() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[20]);
        assertThatThrownBy(() -> OffHeapMatrix.open(file, Precision.F32, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " has 20 bytes, and 2×3 elements of f32 are 24 bytes");
        assertThatThrownBy(() -> OffHeapMatrix.open(file, Precision.BF16, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a file holds f32 or f64");
        assertThatThrownBy(() -> OffHeapMatrix.open(file, Precision.F32, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> OffHeapMatrix.open(folder.resolve("none"), Precision.F32, 2, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> OffHeapMatrix.open(folder, Precision.F32, 2, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no regular file");
        assertThatThrownBy(() -> OffHeapMatrix.create(file, Precision.F32, 2, 3))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void refusesUseAfterClose() {
        OffHeapMatrix matrix = OffHeapMatrix.zeros(Precision.F32, 2, 3);
        matrix.close();
        matrix.close();
        assertThatThrownBy(() -> matrix.at(0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this matrix is closed");
        assertThatThrownBy(() -> matrix.slice(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesElementsBeyondItsEdges() {
        try (OffHeapMatrix matrix = OffHeapMatrix.zeros(Precision.F32, 2, 3)) {
            assertThatThrownBy(() -> matrix.at(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> matrix.set(2, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> matrix.read(5, FloatBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> matrix.read(0, DoubleBuffer.allocate(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("elements of f32 are copied with a FloatBuffer");
        }
    }
}
