package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path temporary;

    @BeforeEach
    void createFolders() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    private Path chosen(String xdgCacheHome) {
        Map<String, String> environment = xdgCacheHome == null ? Map.of() : Map.of("XDG_CACHE_HOME", xdgCacheHome);
        return NativeCache.folder(environment, home, temporary);
    }

    @Test
    void isWhereTheUserKeepsCaches() {
        Path caches = folder.resolve("caches");
        assertThat(chosen(caches.toString()))
                .isEqualTo(caches.resolve("santoku"))
                .isDirectory();
    }

    @Test
    void isInTheHomeFolderOtherwise() {
        Path expected = home.resolve(".cache/santoku");
        assertThat(chosen(null)).isEqualTo(expected).isDirectory();
        assertThat(chosen("relative/path")).isEqualTo(expected);
        assertThat(chosen("")).isEqualTo(expected);
    }

    /** Files stand for folders that cannot be written to: that holds for root, too. */
    @Test
    void aHomeThatCannotBeWrittenToIsNoObstacle() throws Exception {
        Path caches = Files.createFile(folder.resolve("caches"));
        assertThat(chosen(caches.toString())).isEqualTo(home.resolve(".cache/santoku"));
        Files.delete(home.resolve(".cache/santoku"));
        Files.delete(home.resolve(".cache"));
        Files.createFile(home.resolve(".cache"));
        assertThat(chosen(caches.toString())).isEqualTo(temporary);
    }

    @Test
    void aHomeThatIsNoneIsNotMade() {
        assertThat(NativeCache.folder(Map.of(), Path.of("?"), temporary)).isEqualTo(temporary);
        assertThat(Path.of("?")).doesNotExist();
    }
}
