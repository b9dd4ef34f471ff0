package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Npy;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.Grid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C is 5×7, cut into 2×3 blocks, each of which was added up from 2 parts. Its elements are 0, 1, 2, … */
class AssemblyTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 7;

    @TempDir
    private Path folder;

    private final Grid grid = new Grid(ROWS, COLUMNS, 4, 2, 3, 2);
    private final List<StoredBlock> blocks = new ArrayList<>();
    private Path unfinished;

    @BeforeEach
    void writeBlocks() throws IOException {
        unfinished = folder.resolve("c.npy.1.part");
        Path parts = Files.createDirectory(folder.resolve("c.npy.1.part.blocks"));
        for (int number = 0; number < grid.p() * grid.q(); number++) {
            Block block = grid.ofC(number * grid.r());
            blocks.add(StoredBlock.write(parts, block, matrix(block)));
        }
    }

    private static Matrix matrix(Block block) {
        ByteBuffer bytes = ByteBuffer.wrap(elements(block)).order(ByteOrder.LITTLE_ENDIAN);
        double[] elements = new double[block.rows() * block.columns()];
        bytes.asDoubleBuffer().get(elements);
        return new DoubleMatrix(block.rows(), block.columns(), elements);
    }

    private static byte[] elements(Block block) {
        ByteBuffer bytes = ByteBuffer.allocate(block.rows() * block.columns() * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = block.row(); row < block.row() + block.rows(); row++) {
            for (int column = block.column(); column < block.column() + block.columns(); column++) {
                bytes.putDouble((double) row * COLUMNS + column);
            }
        }
        return bytes.array();
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(StoredBlock.newDigest().digest(bytes));
    }

    private Path c() {
        return folder.resolve("c.npy");
    }

    private String assemble() throws IOException {
        ProductTask task = new ProductTask(
                StoredMatrix.random(ROWS, 4, Precision.F64, 0),
                StoredMatrix.random(4, COLUMNS, Precision.F64, 0),
                Precision.F64,
                "",
                "",
                new ProductTask.Target(c().toString(), unfinished.toString()),
                true,
                new ProductTask.Wanted(0, 0));
        return new Assembly(task, grid).assemble(blocks);
    }

    @Test
    void aFileIsMadeOfBlocksAndTakesTheOldOnesPlace() throws IOException {
        Files.writeString(c(), "an older C");
        byte[] all = elements(new Block(0, ROWS, 0, COLUMNS));
        assertThat(assemble()).isEqualTo(sha256(all));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(Npy.header(ROWS, COLUMNS, Precision.F64));
        expected.write(all);
        assertThat(c()).hasBinaryContent(expected.toByteArray());
        assertThat(unfinished).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another", "longer", "shorter", "gone"})
    void aBlockThatIsNotWhatWasWrittenIsFound(String fault) throws IOException {
        Files.writeString(c(), "as it was");
        Path block = folder.resolve("c.npy.1.part.blocks").resolve(blocks.get(4).file());
        byte[] bytes = Files.readAllBytes(block);
        switch (fault) {
            case "another" -> bytes[bytes.length - 9] ^= 1;
            case "longer" -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
            case "shorter" -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
            default -> {}
        }
        Files.write(block, bytes);
        if (fault.equals("gone")) {
            Files.delete(block);
        }
        assertThatThrownBy(this::assemble)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("block-2-2.npy")
                .hasMessageNotContaining("\n");
        assertThat(c()).hasContent("as it was");
    }
}
