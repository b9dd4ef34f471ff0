package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux tells of a core's caches, in a folder that looks like its own. */
class CachesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void aCoreWithThreeLevels() throws IOException {
        cache("index0", "1", "Data", "48K");
        cache("index1", "1", "Instruction", "64K");
        cache("index2", "2", "Unified", "1280K");
        cache("index3", "3", "Unified", "36M");
        Files.writeString(folder.resolve("uevent"), "");
    }

    @Test
    void dataCachesOfThreeLevelsCount() {
        assertThat(Caches.fromKernel(folder)).hasValue(new Caches(48 << 10, 1280 << 10, 36 << 20));
    }

    @Test
    void anInstructionCacheDoesNotCountInWhateverOrder() throws IOException {
        cache("index0", "1", "Instruction", "64K");
        cache("index1", "1", "Data", "32K");
        cache("index4", "2", "Instruction", "2M");
        assertThat(Caches.fromKernel(folder)).hasValue(new Caches(32 << 10, 1280 << 10, 36 << 20));
    }

    @Test
    void aLevelThatIsMissingMakesTheRestUseless() throws IOException {
        cache("index2", "3", "Unified", "1280K");
        assertThat(Caches.fromKernel(folder)).isEmpty();
    }

    @Test
    void withoutAThirdLevelTheSecondIsTheLast() throws IOException {
        cache("index3", "4", "Unified", "36M");
        assertThat(Caches.fromKernel(folder)).hasValue(new Caches(48 << 10, 1280 << 10, 1280 << 10));
    }

    @Test
    void whatCannotBeReadIsNoAnswer() throws IOException {
        assertThat(Caches.fromKernel(folder.resolve("none"))).isEmpty();
        cache("index0", "first", "Data", "48K");
        assertThat(Caches.fromKernel(folder)).isEmpty();
        cache("index0", "1", "Data", "large");
        assertThat(Caches.fromKernel(folder)).isEmpty();
        cache("index0", "1", "Data", "48K");
        Files.delete(folder.resolve("index2").resolve("size"));
        assertThat(Caches.fromKernel(folder)).isEmpty();
    }

    @Test
    void thisMachineHasCachesWhoeverTellsThem() {
        Caches caches = Caches.ofThisMachine();
        assertThat(caches.level1()).isBetween(4L << 10, 1L << 20);
        assertThat(caches.level2()).isGreaterThanOrEqualTo(caches.level1());
        assertThat(caches.level3()).isGreaterThanOrEqualTo(caches.level2());
        assertThat(Caches.ofThisMachine()).isEqualTo(caches);
    }

    private void cache(String index, String level, String type, String size) throws IOException {
        Path cache = Files.createDirectories(folder.resolve(index));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }
}
