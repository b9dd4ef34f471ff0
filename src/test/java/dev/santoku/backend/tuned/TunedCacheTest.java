package dev.santoku.backend.tuned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.TuningKey;
import dev.santoku.faults.Damage;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of tuned parameters: what was kept comes back whole, and nothing else is taken for it. */
class TunedCacheTest {
    @TempDir
    private Path folder;

    private Path file;
    private TunedCache cache;

    @BeforeEach
    void setUp() {
        file = folder.resolve("santoku").resolve("tuned.json");
        cache = new TunedCache(file);
    }

    static Tuned tuned(String device, Precision precision, int groupM) {
        return new Tuned(
                new TuningKey(device, "a \"vendor\"", Device.Kind.GPU, "1.2.3", "a platform", precision),
                "abc",
                Candidate.of("tiled", Map.of("GROUP_M", groupM, "GROUP_N", 8)),
                Instant.parse("2026-03-01T10:15:00Z"),
                List.of(Shape.square(2048), new Shape(1, 2, 3)),
                123.25,
                17);
    }

    @Test
    void whatWasKeptComesBack() throws IOException {
        assertThat(cache.read()).isEqualTo(new TunedCache.Content(List.of(), java.util.Optional.empty()));
        cache.keep(tuned("one", Precision.F32, 8));
        cache.keep(tuned("one", Precision.F64, 16));
        cache.keep(tuned("other", Precision.F32, 8));
        cache.keep(tuned("one", Precision.F32, 4)); // in place of the first
        assertThat(cache.read().entries())
                .containsExactly(
                        tuned("one", Precision.F64, 16),
                        tuned("other", Precision.F32, 8),
                        tuned("one", Precision.F32, 4));
        assertThat(cache.read().trouble()).isEmpty();
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("tuned.json", "tuned.lock");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                          | it is damaged or cut off",
                "not JSON                                                    | it is damaged or cut off",
                "null                                                        | it holds no tuned parameters",
                "[]                                                          | it is damaged or cut off",
                "{}                                                          | it holds no tuned parameters",
                "{\"schema\":\"somebody/else/1\",\"entries\":[]}              | it holds no tuned parameters",
                "{\"schema\":\"santoku/tuned/2\",\"entries\":{}}              | it is damaged or cut off",
                "{\"schema\":\"santoku/tuned/2\",\"entries\":[]}              | it is of another version, santoku/tuned/2",
                "{\"schema\":\"santoku/tuned/1\"}                            | it has no entries",
                "{\"schema\":\"santoku/tuned/1\",\"entries\":[{}]}            | an entry is damaged (no device)",
                "{\"schema\":\"santoku/tuned/1\",\"entries\":[null]}          | an entry is damaged",
                "{\"schema\":\"santoku/tuned/1\",\"entries\":[]} and more     | it is damaged or cut off"
            })
    void anythingElseIsRefusedInALine(String text, String reason) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        TunedCache.Content content = cache.read();
        assertThat(content.entries()).isEmpty();
        assertThat(content.trouble().orElseThrow())
                .contains(file.toString())
                .contains(reason)
                .contains("to tune anew: santoku tune")
                .doesNotContain("\n");
    }

    /** Wherever it is cut, and whichever value is spoilt, all of it is refused: nothing is half right. */
    @Test
    void aFileThatWasCutOffOrSpoiltIsRefused() throws IOException {
        cache.keep(tuned("one", Precision.F32, 8));
        String whole = Files.readString(file);
        for (int length = 0; length < whole.strip().length(); length += 7) {
            Files.writeString(file, whole.substring(0, length));
            assertThat(cache.read().entries()).as("cut at %d", length).isEmpty();
            assertThat(cache.read().trouble()).isPresent();
        }
        for (String spoilt : List.of(
                whole.replace("\"GPU\"", "\"SOUP\""),
                whole.replace("\"f32\"", "\"f31\""),
                whole.replace("2026-03-01", "2026-13-01"),
                whole.replace("\"2048\"", "\"-5\""),
                whole.replace("\"2048\"", "\"50000\""), // no array holds such a matrix
                whole.replace(" 8", " \"eight\""),
                whole.replace("\"a platform\"", "null"))) {
            assertThat(spoilt).isNotEqualTo(whole);
            Files.writeString(file, spoilt);
            assertThat(cache.read().entries()).as(spoilt).isEmpty();
            assertThat(cache.read().trouble()).as(spoilt).isPresent();
        }
    }

    @Test
    void bytesThatAreNoTextAndFilesOfAnyLengthAreRefused() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {(byte) 0xC3, 0x28, 0});
        assertThat(cache.read().trouble()).isPresent();
        Files.write(file, new byte[2 << 20]);
        assertThat(cache.read().trouble().orElseThrow()).contains("it has more than 1 MB");
        Files.delete(file);
        Files.createDirectories(file);
        assertThat(cache.read().trouble()).isPresent();
    }

    /** To open a pipe is to wait for somebody at its other end, and a device never ends. */
    @Test
    @Timeout(60)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAndDevicesAreRefusedAndPutAside() throws Exception {
        Files.createDirectories(file.getParent());
        makePipe(file);
        assertThat(cache.read().trouble().orElseThrow()).contains("it is a pipe or a device, no file");
        cache.keep(tuned("one", Precision.F32, 8));
        assertThat(cache.read().entries()).containsExactly(tuned("one", Precision.F32, 8));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThat(cache.read().trouble().orElseThrow()).contains("it is a pipe or a device, no file");
        cache.keep(tuned("two", Precision.F32, 8));
        Path lock = file.resolveSibling("tuned.lock");
        Files.delete(lock);
        makePipe(lock);
        assertThatThrownBy(cache::prepare).hasMessage(lock + ": it is a pipe or a device, no file; delete it");
        assertThatThrownBy(() -> cache.keep(tuned("one", Precision.F32, 8))).hasMessageStartingWith(lock + ": ");
        Files.delete(file.resolveSibling("tuned.json.refused")); // else JUnit warns of a link out of its folder
    }

    private static void makePipe(Path pipe) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    /** Two thousand damaged files, always the same: each is read, or refused as a whole in one clear line. */
    @Test
    @Timeout(60)
    void damagedFilesAreReadOrRefused() throws IOException {
        Files.createDirectories(file.getParent());
        String whole = TunedFile.toText(List.of(tuned("one", Precision.F32, 8), tuned("other", Precision.F64, 16)));
        Damage damage = new Damage(31);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = i % 2 == 0
                    ? damage.ofBytes(whole.getBytes(StandardCharsets.UTF_8))
                    : damage.ofValues(whole).getBytes(StandardCharsets.UTF_8);
            Files.write(file, damaged);
            TunedCache.Content content = cache.read();
            if (content.trouble().isPresent()) {
                refused++;
                assertThat(content.entries()).isEmpty();
                assertThat(content.trouble().get())
                        .contains(file.toString())
                        .hasSizeLessThan(300)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]")
                        .doesNotContain("java.", "dev.santoku.");
            } else {
                assertThat(content.entries()).allSatisfy(entry -> {
                    assertThat(entry.gflops()).isPositive().isFinite();
                    assertThat(entry.tried()).isPositive();
                });
                assertThat(TunedFile.toText(content.entries())).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    /** It may be a newer version's, which its owner will want back. */
    @Test
    void whatWasRefusedIsPutAsideAndTunedAnew() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"schema\":\"santoku/tuned/2\"}");
        cache.keep(tuned("one", Precision.F32, 8));
        assertThat(cache.read().entries()).containsExactly(tuned("one", Precision.F32, 8));
        assertThat(file.resolveSibling("tuned.json.refused")).hasContent("{\"schema\":\"santoku/tuned/2\"}");
    }

    @Test
    void severalMayKeepAtOnceAndReadersSeeNoHalfOfIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Tuned tuned = tuned("device " + i, Precision.F32, 8);
                // Java locks files between processes, and refuses to within one.
                Callable<Void> keep = () -> {
                    synchronized (TunedCacheTest.class) {
                        new TunedCache(file).keep(tuned);
                    }
                    return null;
                };
                running.add(threads.submit(keep));
                running.add(threads.submit(() -> {
                    assertThat(new TunedCache(file).read().trouble()).isEmpty();
                    return null;
                }));
            }
            for (Future<Void> each : running) {
                each.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(cache.read().entries()).hasSize(20);
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldBeforehand() throws IOException {
        Files.writeString(folder.resolve("santoku"), "a file where the folder should be");
        assertThatThrownBy(cache::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name another folder with XDG_CACHE_HOME");
    }

    /** What a link leads to is replaced in its own folder; into {@code /proc} not even root can write. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theFolderThatALinkLeadsToIsTriedToo() throws IOException {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("/proc/version"));
        assertThatThrownBy(cache::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("nothing can be written into /proc;");
        Files.delete(file); // else JUnit warns of a link out of its folder
    }
}
