package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.file.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    @TempDir
    private Path folder;

    private Storage storage;

    @BeforeEach
    void open() {
        storage = new Storage(ObjectStoreFileSystem.addTo(FolderFileSystem.configuration(folder)));
    }

    /** The same file by its path, with the scheme of a local one, and by a file system that is not Hadoop's. */
    private String name(String scheme, String file) {
        return switch (scheme) {
            case "memtest", "storetest" -> scheme + ":/" + file;
            case "file" -> "file://" + folder + "/" + file;
            default -> folder + "/" + file;
        };
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = storage.create(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", "memtest"})
    void aFileTakesAnotherOnesPlace(String scheme) throws IOException {
        write(name(scheme, "c d.npy"), "as it was");
        write(name(scheme, "c d.npy.part"), "new");
        storage.rename(name(scheme, "c d.npy.part"), name(scheme, "c d.npy"));
        assertThat(folder.resolve("c d.npy")).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("c d.npy"); // no checksums beside it either
        assertThat(storage.size(name(scheme, "c d.npy"))).isEqualTo(3);
        write(name(scheme, "e.part"), "first");
        storage.rename(name(scheme, "e.part"), name(scheme, "e"));
        assertThat(folder.resolve("e")).hasContent("first");
    }

    @ParameterizedTest
    @CsvSource({
        "c.stuck, memtest:/c.stuck cannot be renamed to it",
        "c.broken, the file system is gone",
    })
    void theOldFileStaysWhereTheNewOneCannotTakeItsPlace(String unfinished, String words) throws IOException {
        write(name("memtest", "c.npy"), "as it was");
        write(name("memtest", unfinished), "new");
        assertThatThrownBy(() -> storage.rename(name("memtest", unfinished), name("memtest", "c.npy")))
                .isInstanceOf(IOException.class)
                .hasMessage(words);
        assertThat(folder.resolve("c.npy")).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("c.npy", unfinished);
    }

    /** Neither is lost. */
    @Test
    void anOldFileThatDoesNotGoStays() throws IOException {
        write(name("memtest", "c.stuck"), "as it was");
        write(name("memtest", "c.part"), "new");
        assertThatThrownBy(() -> storage.rename(name("memtest", "c.part"), name("memtest", "c.stuck")))
                .isInstanceOf(IOException.class)
                .hasMessage("it cannot be renamed to memtest:/c.part.old");
        assertThat(folder.resolve("c.stuck")).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("c.stuck", "c.part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", "memtest", "storetest"})
    void aFileIsReplacedWhole(String scheme) throws IOException {
        String c = name(scheme, "c.npy");
        storage.replace(c, c + ".part", out -> out.write("old".getBytes(StandardCharsets.UTF_8)));
        storage.replace(c, c + ".part", out -> {
            out.write("ne".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(folder.resolve("c.npy")).hasContent("old");
            out.write('w');
        });
        assertThat(folder.resolve("c.npy")).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("c.npy");
        assertThatThrownBy(() -> storage.replace(c, c + ".part", out -> {
                    out.write(new byte[5_000_000]);
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");
        assertThat(folder.resolve("c.npy")).hasContent("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", "memtest"})
    void readsFromAnywhere(String scheme) throws IOException {
        Files.writeString(folder.resolve("a"), "0123456789");
        try (ByteSource source = storage.source(name(scheme, "a"))) {
            ByteBuffer bytes = source.at(3, 4);
            assertThat(bytes.get(0)).isEqualTo((byte) '3');
            assertThat(bytes.remaining()).isEqualTo(4);
            assertThatThrownBy(() -> source.at(8, 4)).hasMessageEndingWith("/a ends before its last element");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", "memtest"})
    void clearsFoldersAndKnowsThem(String scheme) throws IOException {
        String blocks = name(scheme, "c.npy.1-2.part.blocks");
        assertThat(storage.isFolder(blocks)).isFalse();
        assertThat(storage.list(blocks)).isEmpty();
        storage.createFolder(blocks);
        write(blocks + "/block-0-0", "elements");
        assertThat(storage.isFolder(blocks)).isTrue();
        assertThat(storage.isFolder(blocks + "/block-0-0")).isFalse();
        assertThatThrownBy(() -> storage.size(blocks)).hasMessage("it is a folder");
        assertThatThrownBy(() -> storage.size(blocks + "/block-1-0")).isInstanceOf(FileNotFoundException.class);
        storage.write(blocks + "/manifest.json", "as it was");
        storage.write(blocks + "/manifest.json", "{}");
        assertThat(storage.list(blocks)).containsExactlyInAnyOrder("block-0-0", "manifest.json");
        assertThat(folder.resolve("c.npy.1-2.part.blocks/manifest.json")).hasContent("{}");
        storage.clear(blocks);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsWhatCouldNotBeDeleted() throws IOException {
        List<String> told = new ArrayList<>();
        Storage telling = new Storage(FolderFileSystem.configuration(folder), told::add);
        write(name("memtest", "c.kept"), "blocks");
        write(name("memtest", "c.part"), "blocks");
        telling.clear(name("memtest", "c.part"));
        telling.clear(name("memtest", "absent"));
        assertThat(told).isEmpty();
        telling.clear(name("memtest", "c.kept"));
        assertThat(told).containsExactly("memtest:/c.kept could not be deleted (nobody may delete it)");
    }

    @Test
    void whatCannotBeReachedIsAReason() {
        assertThatThrownBy(() -> storage.size("nosuch://host/a.npy"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No FileSystem for scheme");
        Configuration configuration = new Configuration();
        configuration.set("fs.absent.impl", "org.example.Absent");
        assertThatThrownBy(() -> new Storage(configuration).size("absent://bucket/a.npy"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("org.example.Absent not found");
    }

    @Test
    void whatAServerSaysIsTheReason() {
        assertThat(Storage.inWords(new IOException(
                        "`s3a://absent/a': getFileStatus on s3a://absent/a: org.example.NoSuchBucketException:"
                                + " The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: 4)"
                                + " (SDK Attempt Count: 1):NoSuchBucket: The specified bucket does not exist")))
                .isEqualTo("The specified bucket does not exist");
        assertThat(
                        Storage.inWords(
                                new AccessDeniedException(
                                        "s3a://b/a: org.example.S3Exception: Forbidden (Service: S3, Status Code: 403, Request ID: 4):null")))
                .isEqualTo("AccessDeniedException: Forbidden");
    }

    @Test
    void aReasonIsALine() {
        assertThat(Storage.inWords(new IOException("one line\nand more"))).isEqualTo("one line");
        assertThat(Storage.inWords(new IOException("host"))).isEqualTo("IOException: host");
        assertThat(Storage.inWords(new IOException((String) null))).contains("IOException");
    }
}
