package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.MatrixFiles;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.Grid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code multiply --master} does with files. */
class DistributedProductTest {
    private static final long SEED = 20_260_402;

    /** In front of the elements, as a header is. */
    private static final int OFFSET = 24;

    @TempDir
    private Path folder;

    private StoredMatrix write(String name, Matrix matrix, Precision precision, boolean columnMajor)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(OFFSET + matrix.rows() * matrix.columns() * precision.bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(OFFSET);
        int lines = columnMajor ? matrix.columns() : matrix.rows();
        int length = columnMajor ? matrix.rows() : matrix.columns();
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < length; i++) {
                double element = columnMajor ? matrix.at(i, line) : matrix.at(line, i);
                if (precision == Precision.F32) {
                    bytes.putFloat((float) element);
                } else {
                    bytes.putDouble(element);
                }
            }
        }
        Path file = Files.write(folder.resolve(name), bytes.array());
        return new StoredMatrix(file.toString(), OFFSET, matrix.rows(), matrix.columns(), precision, columnMajor, 0);
    }

    private ProductTask task(StoredMatrix a, StoredMatrix b, String grid, String output) {
        String c = output.isEmpty() ? "" : folder.resolve(output).toString();
        return new ProductTask(
                a,
                b,
                Precision.F64,
                "pool",
                grid,
                new ProductTask.Target(
                        c, output.isEmpty() ? "" : c + (output.endsWith(".blocks") ? "/run-7-8" : ".part")),
                true,
                new ProductTask.Wanted(0, 0));
    }

    private static String multiply(ProductTask task) throws ProductFailure, InterruptedException {
        return new ProductMain(task)
                .multiply(LocalSpark.context().sc(), LocalSpark.team(), new Executors((executor, line) -> {}));
    }

    @ParameterizedTest
    @CsvSource({"2x3x1, false, true", "3x2x4, true, false", "1x1x5, true, true", "23x1x1, false, false"})
    void readsEitherOrderAndPrecision(String grid, boolean columnsOfA, boolean columnsOfB) throws Exception {
        Inputs inputs = Inputs.integers(new Shape(23, 29, 31), Precision.F64, SEED);
        StoredMatrix a = write("a", inputs.a(), Precision.F32, columnsOfA);
        StoredMatrix b = write("b", inputs.b(), Precision.F64, columnsOfB);
        ProductTask task = task(a, b, grid, "c.bin");
        new Storage().createFolder(task.folder());
        assertThat(multiply(task)).contains("; verified; C has SHA-256 ");
        StoredMatrix c = new StoredMatrix(folder.resolve("c.bin").toString(), 0, 23, 29, Precision.F64, false, 0);
        assertThat(ProductCheck.exact(inputs, c.read(new Block(0, 23, 0, 29), Precision.F64), SEED))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2x3x1, 6", "3x2x4, 6", "1x1x5, 1", "23x1x1, 23"})
    void leavesCAsBlocksThatCanBeMultipliedOn(String grid, int count) throws Exception {
        Inputs inputs = Inputs.integers(new Shape(23, 29, 31), Precision.F64, SEED);
        ProductTask task = task(
                write("a", inputs.a(), Precision.F32, false),
                write("b", inputs.b(), Precision.F64, true),
                grid,
                "c.blocks");
        new Storage().createFolder(task.folder());
        assertThat(multiply(task)).endsWith("; verified; C is %d blocks".formatted(count));
        StoredMatrix c = MatrixFiles.open(task.c().output(), folder);
        assertThat(c.blocks()).hasSize(count);
        Block whole = new Block(0, 23, 0, 29);
        assertThat(ProductCheck.exact(inputs, c.read(whole, Precision.F64), SEED))
                .isEmpty();

        Matrix identity = Matrix.zeros(Precision.F64, 29, 29);
        for (int i = 0; i < 29; i++) {
            identity.set(i, i, 1);
        }
        ProductTask next = task(c, write("i", identity, Precision.F64, false), "4x3x2", "d.bin");
        new Storage().createFolder(next.folder());
        multiply(next);
        StoredMatrix d = new StoredMatrix(next.c().output(), 0, 23, 29, Precision.F64, false, 0);
        assertThat(ProductCheck.exact(inputs, d.read(whole, Precision.F64), SEED))
                .isEmpty();

        Path block = Path.of(c.path(), c.blocks().get(0).file());
        byte[] bytes = Files.readAllBytes(block);
        bytes[bytes.length - 1] ^= 1;
        Files.write(block, bytes);
        assertThatThrownBy(() -> multiply(next))
                .hasStackTraceContaining("block %s is damaged: elements from 0 on".formatted(block));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
    void whatCannotBeVerifiedIsRefusedIfThatWasAskedFor(double element) throws Exception {
        Inputs inputs = Inputs.integers(new Shape(6, 7, 8), Precision.F64, SEED);
        inputs.b().set(7, 6, element);
        StoredMatrix a = write("a", inputs.a(), Precision.F64, false);
        StoredMatrix b = write("b", inputs.b(), Precision.F64, false);
        ProductTask task = task(a, b, "2x2x2", "c.npy");
        new Storage().createFolder(task.folder());
        assertThatThrownBy(() -> multiply(task))
                .isInstanceOf(ProductFailure.class)
                .hasMessage("the factors hold NaN or infinity in f64, so the product cannot be verified:"
                        + " leave out --verify, or mend the factors")
                .extracting(failure -> ((ProductFailure) failure).exit())
                .isEqualTo(2);
        assertThat(folder.resolve("c.npy")).doesNotExist();
    }

    /** It was longer when the client looked. */
    @Test
    void aFileThatEndsTooSoonIsNamed() throws Exception {
        Inputs inputs = Inputs.integers(new Shape(6, 7, 8), Precision.F64, SEED);
        StoredMatrix a = write("a", inputs.a(), Precision.F64, false);
        StoredMatrix b = write("b", inputs.b(), Precision.F64, false);
        byte[] bytes = Files.readAllBytes(Path.of(b.path()));
        Files.write(Path.of(b.path()), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> multiply(task(a, b, "1x2x1", "")))
                .hasStackTraceContaining("java.io.IOException: %s ends before its last element".formatted(b.path()));
    }

    @Test
    void aGridThatDoesNotFitIsRefused() throws Exception {
        StoredMatrix a = StoredMatrix.random(6, 8, Precision.F64, 1);
        StoredMatrix b = StoredMatrix.random(8, 7, Precision.F64, 2);
        for (String grid : List.of("7x1x1", "1x8x1", "1x1x9")) {
            assertThatThrownBy(() -> multiply(task(a, b, grid, "")))
                    .isInstanceOf(ProductFailure.class)
                    .hasMessageStartingWith("--grid: a product of 6×7×8 cannot be cut into");
        }
        StoredMatrix large = StoredMatrix.random(200, 200, Precision.F64, 1);
        assertThatThrownBy(() -> multiply(task(large, large, "1x1x1", "")))
                .isInstanceOf(ProductFailure.class)
                .hasMessageContaining("--grid 1x1x1: a task's blocks do not fit into 0 MB of an executor");
    }

    @Test
    void theLastLineSaysWhatWasDone() throws Exception {
        ProductTask task = task(
                StoredMatrix.random(61, 83, Precision.F64, 1),
                StoredMatrix.random(83, 71, Precision.F64, 2),
                "3x2x2",
                "");
        Grid grid = new Grid(61, 71, 83, 3, 2, 2);
        assertThat(multiply(task))
                .startsWith("61×71×83 f64 on 2 executors by pool@cpu: 3×2×2 cuboids")
                .contains("planned %.0f;".formatted(8 * grid.shuffledElements()))
                .endsWith("; no attempt failed; verified");
    }
}
