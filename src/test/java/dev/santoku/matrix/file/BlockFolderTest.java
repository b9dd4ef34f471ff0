package dev.santoku.matrix.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A 7×11 matrix in blocks of unlike sizes. */
class BlockFolderTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 11;
    private static final List<Block> CELLS = List.of(
            new Block(0, 5, 0, 3),
            new Block(0, 5, 3, 7),
            new Block(0, 5, 10, 1),
            new Block(5, 2, 0, 3),
            new Block(5, 2, 3, 7),
            new Block(5, 2, 10, 1));

    @TempDir
    private Path folder;

    private Path path;
    private BlockFolder blocks;

    @BeforeEach
    void name() {
        path = folder.resolve("c.blocks");
        blocks = run("run-11-12-a");
    }

    private BlockFolder run(String name) {
        return new BlockFolder(path.toString(), name, new Disk());
    }

    /** Different in each place, and none of them f16 or bf16; one is NaN. */
    private static double element(int row, int column) {
        return row == 6 && column == 4 ? Double.NaN : row + column / 1000.0;
    }

    private static Matrix elements(Block block, Precision precision) {
        Matrix matrix = Matrix.zeros(precision, block.rows(), block.columns());
        for (int row = 0; row < block.rows(); row++) {
            for (int column = 0; column < block.columns(); column++) {
                matrix.set(row, column, element(block.row() + row, block.column() + column));
            }
        }
        return matrix;
    }

    private List<StoredBlock> write(BlockFolder target, Precision precision) throws IOException {
        List<StoredBlock> written = new ArrayList<>();
        Path own = Files.createDirectories(Path.of(target.blocks()));
        for (Block cell : CELLS) {
            written.add(StoredBlock.write(own, cell, elements(cell, precision)));
        }
        return written;
    }

    private void store(Precision precision) throws IOException {
        blocks.commit(ROWS, COLUMNS, precision, write(blocks, precision));
    }

    private StoredMatrix open() throws IOException {
        return MatrixFiles.open(path + "/", folder);
    }

    private void refused(String words) {
        assertThatThrownBy(this::open)
                .isInstanceOf(MatrixFileException.class)
                .hasMessageContaining(words)
                .message()
                .hasLineCount(1);
    }

    private static void assertSame(Matrix matrix, Block block, Precision format) {
        Matrix expected = elements(block, format);
        for (int row = 0; row < block.rows(); row++) {
            for (int column = 0; column < block.columns(); column++) {
                assertThat(Double.compare(matrix.at(row, column), expected.at(row, column)))
                        .as(row + ", " + column)
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"F64, F64", "F32, F32", "F64, F32", "F64, BF16"})
    void readsAnyPartOfWhatWasWritten(Precision precision, Precision format) throws IOException {
        store(precision);
        StoredMatrix matrix = open();
        assertThat(matrix.rows()).isEqualTo(ROWS);
        assertThat(matrix.columns()).isEqualTo(COLUMNS);
        assertThat(matrix.precision()).isEqualTo(precision);
        List<Block> parts = List.of(
                new Block(0, ROWS, 0, COLUMNS),
                new Block(4, 2, 2, 9),
                new Block(6, 1, 4, 1),
                new Block(1, 3, 4, 5),
                new Block(0, ROWS, 10, 1));
        for (Block part : parts) {
            assertSame(matrix.read(part, format), part, format);
        }
    }

    /** Longer than what a checksum is of. */
    @Test
    void readsAcrossChecksums() throws IOException {
        Block cell = new Block(0, 1031, 0, 2053);
        Matrix matrix = Matrix.zeros(Precision.F32, cell.rows(), cell.columns());
        for (int row = 0; row < cell.rows(); row++) {
            for (int column = 0; column < cell.columns(); column++) {
                matrix.set(row, column, row * 2053 + column);
            }
        }
        Path own = Files.createDirectories(Path.of(blocks.blocks()));
        StoredBlock written = StoredBlock.write(own, cell, matrix);
        assertThat(written.crc32c()).hasSize(3);
        blocks.commit(cell.rows(), cell.columns(), Precision.F32, List.of(written));
        for (Block part : List.of(cell, new Block(510, 2, 0, 2053), new Block(3, 1028, 2051, 2))) {
            Matrix read = open().read(part, Precision.F32);
            for (int row = 0; row < part.rows(); row++) {
                for (int column = 0; column < part.columns(); column++) {
                    assertThat(read.at(row, column)).isEqualTo((part.row() + row) * 2053 + part.column() + column);
                }
            }
        }
    }

    @Test
    void eachBlockIsANumPyFileWithItsChecksum() throws IOException {
        store(Precision.F32);
        StoredMatrix block = MatrixFiles.open(path + "/run-11-12-a/block-5-3.npy", folder);
        assertSame(block.read(new Block(0, 2, 0, 7), Precision.F32), CELLS.get(4), Precision.F32);
        String sum = HexFormat.of()
                .formatHex(
                        StoredBlock.newDigest().digest(Files.readAllBytes(path.resolve("run-11-12-a/block-5-3.npy"))));
        assertThat(Files.readString(path.resolve("manifest.json")))
                .contains("\"santoku/blocks/1\"", "\"<f4\"", "[ 2, 3 ]", "run-11-12-a/block-5-3.npy", sum);
    }

    @Test
    void aChangedByteIsFoundWhereItIsRead() throws IOException {
        store(Precision.F64);
        Path file = path.resolve("run-11-12-a/block-0-3.npy");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        StoredMatrix matrix = open();
        assertSame(matrix.read(CELLS.get(0), Precision.F64), CELLS.get(0), Precision.F64);
        assertThatThrownBy(() -> matrix.read(new Block(0, 1, 0, 4), Precision.F64))
                .isInstanceOf(MatrixFileException.class)
                .hasMessage("block %s is damaged: elements from 0 on are not those of the manifest's checksum", file);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aBlockOfAnotherLengthIsRefused(int more) throws IOException {
        store(Precision.F64);
        Path file = path.resolve("run-11-12-a/block-0-3.npy");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + more));
        refused("block run-11-12-a/block-0-3.npy has %d bytes, and the manifest tells of %d"
                .formatted(bytes.length + more, bytes.length));
    }

    @Test
    void aMissingBlockIsRefused() throws IOException {
        store(Precision.F64);
        Files.delete(path.resolve("run-11-12-a/block-5-0.npy"));
        refused("block run-11-12-a/block-5-0.npy is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blocks/1 | blocks/2 | its manifest has version 2: version 1 is known",
                "santoku/blocks/1 | other | is no manifest of blocks, or is damaged",
                "\"<f8\" | \"<i8\" | its manifest tells of no matrix",
                "\"rows\" : 7 | \"rows\" : 8 | its blocks overlap or leave a gap",
                "\"rows\" : 7 | \"rows\" : \"x\" | is no manifest of blocks, or is damaged",
                "\"columns\" : 11 | \"columns\" : 10 | its blocks overlap or leave a gap",
                "\"column\" : 10 | \"column\" : 9 | its blocks overlap or leave a gap",
                "\"row\" : 5 | \"row\" : 0 | its blocks overlap or leave a gap",
                "\"row\" : 0 | \"row\" : -1 | its blocks overlap or leave a gap",
                "\"offset\" : | \"other\" : | has 248 bytes, and the manifest tells of 120",
                "run-11-12-a/block-0-0.npy | ../a.npy | with one that is not in this folder",
                "run-11-12-a/block-0-0.npy | /a.npy | with one that is not in this folder",
                "\"crc32c\" : | \"other\" : | its rows, columns, offset and checksums do not fit",
            })
    void aManifestThatDoesNotFitIsRefused(String part, String other, String words) throws IOException {
        store(Precision.F64);
        Path manifest = path.resolve("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(part);
        Files.writeString(manifest, text.replace(part, other));
        refused(words);
    }

    @Test
    void aBlockThatTheManifestDoesNotNameIsAGap() throws IOException {
        List<StoredBlock> written = write(blocks, Precision.F64);
        blocks.commit(ROWS, COLUMNS, Precision.F64, written.subList(0, 5));
        refused("its 5 blocks do not make 7×11 elements: some are missing");
        assertThat(path.resolve("run-11-12-a/block-5-10.npy")).doesNotExist();
    }

    @Test
    void withoutAManifestItIsNoMatrix() throws IOException {
        assertThatThrownBy(this::open).isInstanceOf(NoSuchFileException.class);
        write(blocks, Precision.F64);
        refused("it has no manifest.json: it is no matrix, or not complete");
        blocks.clear();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNewMatrixTakesTheOldOnesPlaceWhenItIsComplete() throws IOException {
        store(Precision.F64);
        BlockFolder second = run("run-13-14-b");
        List<StoredBlock> written = write(second, Precision.F32);
        assertThat(open().precision()).isEqualTo(Precision.F64);
        second.requireOwn();
        Files.writeString(Path.of(second.blocks()).resolve("block-0-0-17.npy"), "of an attempt that failed");
        second.commit(ROWS, COLUMNS, Precision.F32, written);
        second.clear();
        assertThat(open().precision()).isEqualTo(Precision.F32);
        assertThat(path.toFile().list()).containsExactlyInAnyOrder("manifest.json", "run-13-14-b");
        assertThat(path.resolve("run-13-14-b").toFile().list()).hasSize(CELLS.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shorter", "gone"})
    void aBlockThatIsNotWhatWasWrittenLeavesTheOldMatrix(String fault) throws IOException {
        store(Precision.F64);
        BlockFolder second = run("run-13-14-b");
        List<StoredBlock> written = write(second, Precision.F32);
        Path file = Path.of(second.blocks()).resolve("block-0-3.npy");
        if (fault.equals("gone")) {
            Files.delete(file);
        } else {
            Files.write(file, new byte[3]);
        }
        assertThatThrownBy(() -> second.commit(ROWS, COLUMNS, Precision.F32, written))
                .isInstanceOf(IOException.class)
                .hasMessage("run-13-14-b/block-0-3.npy is not what was written into it");
        second.clear();
        assertThat(open().precision()).isEqualTo(Precision.F64);
        assertThat(path.toFile().list()).containsExactlyInAnyOrder("manifest.json", "run-11-12-a");
    }

    @Test
    void whatAKilledRunLeftIsDeleted() throws IOException {
        store(Precision.F64);
        Path stale = Files.createDirectory(path.resolve("run-999999999-5-c"));
        Path young = Files.createDirectory(path.resolve("run-999999998-5-c"));
        FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(stale, old);
        Files.setLastModifiedTime(path.resolve("run-11-12-a"), old);
        blocks.requireOwn();
        blocks.deleteStale();
        assertThat(stale).doesNotExist();
        assertThat(young).isDirectory();
        assertSame(open().read(CELLS.get(5), Precision.F64), CELLS.get(5), Precision.F64);
    }

    @Test
    void aFolderOfOtherThingsIsNotReplaced() throws IOException {
        store(Precision.F64);
        Files.writeString(path.resolve("thesis.tex"), "work of years");
        assertThatThrownBy(() -> run("run-13-14-b").requireOwn())
                .isInstanceOf(MatrixFileException.class)
                .hasMessage("that folder holds thesis.tex, which is no part of a matrix; name another");
    }

    /** A manifest that somebody else wrote deletes nothing outside of its folder. */
    @Test
    void nothingOutsideIsDeleted() throws IOException {
        store(Precision.F64);
        Path manifest = path.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("run-11-12-a/", "../precious/"));
        Path precious = Files.createDirectory(folder.resolve("precious"));
        BlockFolder second = run("run-13-14-b");
        second.commit(ROWS, COLUMNS, Precision.F32, write(second, Precision.F32));
        assertThat(precious).isDirectory();
        assertThat(open().precision()).isEqualTo(Precision.F32);
    }

    @Test
    void aManifestThatNamesItselfIsReplacedByTheNewOne() throws IOException {
        store(Precision.F64);
        Path manifest = path.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("run-11-12-a/block-0-0.npy", "manifest.json"));
        BlockFolder second = run("run-13-14-b");
        second.commit(ROWS, COLUMNS, Precision.F32, write(second, Precision.F32));
        assertThat(open().precision()).isEqualTo(Precision.F32);
    }

    /** As at the end of a process whose file systems are closed. */
    @Test
    void aMatrixThatIsCompleteIsNotClearedWhereItsManifestCannotBeRead() throws IOException {
        blocks.commit(ROWS, COLUMNS, Precision.F64, write(blocks, Precision.F64));
        Path manifest = path.resolve("manifest.json");
        Path aside = Files.move(manifest, folder.resolve("aside"));
        blocks.clear();
        Files.move(aside, manifest);
        assertThat(Path.of(blocks.blocks()).toFile().list()).hasSize(CELLS.size());
    }
}
