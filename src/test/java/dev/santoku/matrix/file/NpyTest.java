package dev.santoku.matrix.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    private Path folder;

    /** A file with this version, this text as its header and f64 numbers 1, 2, … behind it. */
    private Path file(int version, String header, int elements) throws IOException {
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(version == 1 ? 10 : 12).order(ByteOrder.LITTLE_ENDIAN);
        start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        start.put((byte) version).put((byte) 0);
        if (version == 1) {
            start.putShort((short) text.length);
        } else {
            start.putInt(text.length);
        }
        ByteBuffer numbers = ByteBuffer.allocate(elements * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.rangeClosed(1, elements).forEach(numbers::putDouble);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(start.array());
        bytes.write(text);
        bytes.write(numbers.array());
        return Files.write(folder.resolve("a.npy"), bytes.toByteArray());
    }

    private static String header(String type, String order, String shape) {
        return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(type, order, shape);
    }

    private StoredMatrix open(Path file) throws IOException {
        return MatrixFiles.open(file.toString(), folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersionOfTheHeader(int version) throws IOException {
        StoredMatrix matrix = open(file(version, header("<f8", "False", "(2, 3)"), 6));
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(elements(matrix.read(new Block(0, 2, 0, 3), Precision.F64))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(elements(matrix.read(new Block(1, 1, 1, 2), Precision.F64))).containsExactly(5, 6);
    }

    @Test
    void readsFortranOrder() throws IOException {
        StoredMatrix matrix = open(file(1, header("<f8", "True", "(2, 3)"), 6));
        assertThat(elements(matrix.read(new Block(0, 2, 0, 3), Precision.F64))).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(elements(matrix.read(new Block(1, 1, 1, 2), Precision.F64))).containsExactly(4, 6);
        assertThat(elements(matrix.read(new Block(0, 2, 2, 1), Precision.F64))).containsExactly(5, 6);
    }

    @Test
    void roundsOnceToTheFormatThatIsAskedFor() throws IOException {
        Path file = file(1, header("<f8", "False", "(1, 2)"), 2);
        double value = 1 + 0x1p-8 + 0x1p-40; // to f32 first, this would be the midpoint, and then even
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, value);
        Files.write(file, bytes);
        Block all = new Block(0, 1, 0, 2);
        assertThat(open(file).read(all, Precision.BF16).at(0, 1)).isEqualTo(1 + 0x1p-7);
        assertThat(open(file).read(all, Precision.F32).at(0, 1)).isEqualTo((float) value);
        assertThat(open(file).read(all, Precision.F64).at(0, 1)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i8 | False | (2, 3) | its elements are '<i8': float32 or float64 is wanted",
                "<f2 | False | (2, 3) | its elements are '<f2'",
                "<c16 | False | (2, 3) | its elements are '<c16'",
                "|O | False | (2, 3) | its elements are '|O'",
                ">f8 | False | (2, 3) | its elements are big-endian ('>f8'): save a.astype('<f8')",
                "<f8 | False | (6,) | it has 1 dimension: a matrix has 2",
                "<f8 | False | () | it has no dimension: a matrix has 2",
                "<f8 | False | (1, 2, 3) | it has 3 dimensions: a matrix has 2",
                "<f8 | False | (0, 3) | a side of '0' elements is not from 1 to",
                "<f8 | False | (4294967297, 3) | a side of '4294967297' elements",
                "<f8 | Perhaps | (2, 3) | its header names no order of a matrix",
                "<f8 | False | (2, 4) | it is truncated:",
                "<f8 | False | (2147483647, 2147483647) | it is truncated:"
            })
    void refusesOthersInOneLine(String row) throws IOException {
        String[] parts = row.split(" \\| ", -1);
        Path file = file(1, header(parts[0], parts[1], parts[2]), 6);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(MatrixFileException.class)
                .hasMessageContaining(parts[3])
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"0, does not begin", "5, does not begin", "9, truncated", "40, ends within its header", "100, truncated"
    })
    void refusesWhatIsCutOff(int length, String words) throws IOException {
        byte[] bytes = Files.readAllBytes(file(1, header("<f8", "False", "(2, 3)"), 6));
        Path file = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(MatrixFileException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesAnUnknownVersion() throws IOException {
        Path file = file(4, header("<f8", "False", "(2, 3)"), 6);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("its header has version 4");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Path file = folder.resolve("c.npy");
        Files.write(file, Npy.header(3, 5, Precision.F32));
        assertThat(Files.size(file) % 64).as("elements begin aligned").isZero();
        StoredMatrix empty = new StoredMatrix(file.toString(), Files.size(file), 3, 5, Precision.F32, false, 0);
        empty.write(new Block(0, 3, 0, 2), new FloatMatrix(3, 2, new float[] {1, 2, 6, 7, 11, 12}));
        empty.write(new Block(0, 2, 2, 3), new FloatMatrix(2, 3, new float[] {3, 4, 5, 8, 9, 10}));
        empty.write(new Block(2, 1, 2, 3), new FloatMatrix(1, 3, new float[] {13, 14, 15}));
        StoredMatrix matrix = open(file);
        assertThat(matrix).isEqualTo(empty);
        assertThat(elements(matrix.read(new Block(0, 3, 0, 5), Precision.F32)))
                .containsExactly(IntStream.rangeClosed(1, 15).asDoubleStream().toArray());
    }

    /** Longer than what is read at once, and than what is mapped at once. */
    @Test
    void readsLongLinesInPieces() throws IOException {
        int columns = (9 << 20) + 7;
        Path file = folder.resolve("long.bin");
        StoredMatrix matrix = new StoredMatrix(file.toString(), 0, 2, columns, Precision.F64, false, 0);
        double[] numbers = new double[2 * columns];
        Arrays.setAll(numbers, i -> i);
        Files.createFile(file);
        matrix.write(new Block(0, 2, 0, columns), new DoubleMatrix(2, columns, numbers));
        Matrix read = matrix.read(new Block(0, 2, 3, columns - 3), Precision.F64);
        for (int j = 0; j < read.columns(); j++) {
            if (read.at(0, j) != j + 3 || read.at(1, j) != columns + j + 3) {
                throw new AssertionError("element " + j + " is wrong");
            }
        }
        StoredMatrix transposed = new StoredMatrix(file.toString(), 0, columns, 2, Precision.F64, true, 0);
        Matrix other = transposed.read(new Block(3, columns - 3, 0, 2), Precision.F32);
        assertThat(other.at(columns - 4, 1)).isEqualTo((float) (2.0 * columns - 1));
        assertThat(other.at(1 << 20, 0)).isEqualTo((1 << 20) + 3);
    }

    @Test
    void saysThatAFileHasBecomeShorter() throws IOException {
        Path file = file(1, header("<f8", "False", "(2, 3)"), 6);
        StoredMatrix matrix = open(file);
        Files.write(file, new byte[50]);
        assertThatThrownBy(() -> matrix.read(new Block(0, 2, 0, 3), Precision.F64))
                .hasMessage("a matrix has become shorter since it was opened");
    }

    private static double[] elements(Matrix matrix) {
        return IntStream.range(0, matrix.rows())
                .boxed()
                .flatMapToDouble(
                        row -> IntStream.range(0, matrix.columns()).mapToDouble(column -> matrix.at(row, column)))
                .toArray();
    }
}
