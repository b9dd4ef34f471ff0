package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.Npy;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductRequestTest {
    private static final StoredMatrix THREE_BY_ONE = StoredMatrix.random(3, 1, Precision.F32, 1);

    @TempDir
    private Path folder;

    /** A matrix of zeros in a file, some bytes of which may be missing. */
    private void write(String name, int rows, int columns, Precision precision, int missing) throws IOException {
        byte[] header = Npy.header(rows, columns, precision);
        Files.write(
                folder.resolve(name),
                Arrays.copyOf(header, header.length + rows * columns * precision.bytes() - missing));
    }

    private ProductTask task(String a, StoredMatrix b, Precision precision) throws ProductFailure {
        return new ProductRequest(
                        new ProductRequest.Factor(a, null),
                        new ProductRequest.Factor(null, b),
                        precision,
                        "",
                        "",
                        new ProductTask.Target("", ""),
                        false,
                        new ProductTask.Wanted(0, 0))
                .task(new Storage(FolderFileSystem.configuration(folder)));
    }

    private void refused(String a, String words) {
        assertThatThrownBy(() -> task(a, THREE_BY_ONE, null))
                .isInstanceOfSatisfying(ProductFailure.class, failure -> assertThat(failure.exit())
                        .isEqualTo(2))
                .hasMessageContaining(words)
                .message()
                .hasLineCount(1);
    }

    @Test
    void factorsAreOpenedWhereTheyLie() throws Exception {
        write("a.npy", 2, 3, Precision.F64, 0);
        ProductTask task = task("memtest:/a.npy", THREE_BY_ONE, null);
        assertThat(task.a().path()).isEqualTo("memtest:/a.npy");
        assertThat(task.a().rows()).isEqualTo(2);
        assertThat(task.a().offset()).isEqualTo(Npy.header(2, 3, Precision.F64).length);
        assertThat(task.precision()).isEqualTo(Precision.F64);
        assertThat(task("memtest:/a.npy", THREE_BY_ONE, Precision.BF16).precision())
                .isEqualTo(Precision.BF16);
        Files.write(folder.resolve("a.bin"), new byte[24]);
        assertThat(task("memtest:/a.bin:2x3:f32", THREE_BY_ONE, null).a().path())
                .isEqualTo("memtest:/a.bin");
    }

    private BlockFolder blocks(String run) {
        return new BlockFolder("memtest:/a.blocks", run, new Storage(FolderFileSystem.configuration(folder)));
    }

    private void writeBlocks() throws IOException {
        Path own = Files.createDirectories(folder.resolve("a.blocks/run-1-2-a"));
        StoredBlock only = StoredBlock.write(own, new Block(0, 2, 0, 3), Matrix.zeros(Precision.F32, 2, 3));
        blocks("run-1-2-a").commit(2, 3, Precision.F32, List.of(only));
    }

    @Test
    void foldersOfBlocksAreFactorsAndMayBeReplaced() throws Exception {
        writeBlocks();
        StoredMatrix a = task("memtest:/a.blocks/", THREE_BY_ONE, null).a();
        assertThat(a.path()).isEqualTo("memtest:/a.blocks");
        assertThat(a.blocks()).hasSize(1);
        assertThat(a.read(new Block(0, 2, 1, 2), Precision.F32, new Storage(FolderFileSystem.configuration(folder)))
                        .columns())
                .isEqualTo(2);
        blocks("run-3-4-b").requireOwn();
        blocks("run-3-4-b").clear();
        assertThat(folder.resolve("a.blocks").toFile().list()).containsExactlyInAnyOrder("manifest.json", "run-1-2-a");

        Files.delete(folder.resolve("a.blocks/run-1-2-a/block-0-0.npy"));
        refused("memtest:/a.blocks", "memtest:/a.blocks: block run-1-2-a/block-0-0.npy is missing");
        Files.delete(folder.resolve("a.blocks/manifest.json"));
        refused("memtest:/a.blocks", "it has no manifest.json");
        Files.writeString(folder.resolve("a.blocks/notes"), "");
        assertThatThrownBy(() -> blocks("run-3-4-b").requireOwn()).hasMessageContaining("holds notes");
    }

    @Test
    void whatIsNoFactorIsRefusedAsALocalOneIs() throws Exception {
        refused("memtest:/none.npy", "memtest:/none.npy cannot be read (");
        write("short.npy", 2, 3, Precision.F32, 1);
        refused("memtest:/short.npy", "memtest:/short.npy: it is truncated");
        write("wide.npy", 2, 4, Precision.F32, 0);
        refused("memtest:/wide.npy", "A is 2×4 and B is 3×1: A needs as many columns as B has rows");
        Files.write(folder.resolve("a.bin"), new byte[20]);
        refused("memtest:/a.bin:2x3:f32", "it has 20 bytes, and 2x3 elements of f32 are 24 bytes");
        refused("memtest:/a.mtx", "memtest:/a.mtx: with a scheme its name must end in .npy or .blocks");
        Files.createDirectory(folder.resolve("folder.npy"));
        refused("memtest:/folder.npy", "it is a folder");
        refused("nosuch://host/a.npy", "nosuch://host/a.npy cannot be read (No FileSystem for scheme");
    }

    @Test
    void readsWhatTheClientWrites() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String text =
                """
                {"a": {"name": "hdfs://host/a.npy"}, "b": {"stored": %s}, "precision": null, "backend": "pool", "grid": "2x1x1",
                 "c": {"output": "hdfs://host/c.npy", "unfinished": "hdfs://host/c.npy.1-2.part"}, "verify": true,
                 "executors": {"megabytes": 700, "patienceSeconds": 120}}
                """
                        .formatted(
                                json.writeValueAsString(new StoredMatrix("/b.npy", 80, 3, 1, Precision.F32, true, 0)));
        ProductRequest request = json.readValue(text, ProductRequest.class);
        assertThat(request.a()).isEqualTo(new ProductRequest.Factor("hdfs://host/a.npy", null));
        assertThat(request.b().stored().columnMajor()).isTrue();
        assertThat(request.precision()).isNull();
        assertThat(request.executors().megabytes()).isEqualTo(700);
    }
}
