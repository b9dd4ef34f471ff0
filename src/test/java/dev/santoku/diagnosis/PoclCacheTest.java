package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoclCacheTest {
    @Test
    void liesWherePoclLooksForIt() {
        assertLies(Map.of("POCL_CACHE_DIR", "/p", "XDG_CACHE_HOME", "/x", "HOME", "/h"), "/p", "$POCL_CACHE_DIR");
        assertLies(
                Map.of("POCL_CACHE_DIR", "", "XDG_CACHE_HOME", "/x", "HOME", "/h"),
                "/x/pocl/kcache",
                "$XDG_CACHE_HOME/pocl/kcache");
        assertLies(Map.of("XDG_CACHE_HOME", "", "HOME", "/h"), "/h/.cache/pocl/kcache", "~/.cache/pocl/kcache");
        assertLies(Map.of(), "/tmp/pocl/kcache", "/tmp/pocl/kcache");
    }

    private static void assertLies(Map<String, String> environment, String folder, String name) {
        assertThat(PoclCache.of(environment)).isEqualTo(new PoclCache(Path.of(folder), name));
    }

    @Test
    void aFileInTheWayIsAnObstacle(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(PoclCache.of(Map.of("POCL_CACHE_DIR", folder.toString())).obstacle())
                .isEmpty();
        assertThat(PoclCache.of(Map.of("XDG_CACHE_HOME", folder.toString())).obstacle())
                .isEmpty();
        assertThat(PoclCache.of(Map.of("XDG_CACHE_HOME", file.toString())).obstacle())
                .hasValueSatisfying(obstacle -> {
                    assertThat(obstacle.reason()).contains("PoCL cannot write", "$XDG_CACHE_HOME/pocl/kcache");
                    assertThat(obstacle.cure()).contains("POCL_CACHE_DIR");
                });
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(folder.toFile().list()).as("it only looks").containsExactly("file");
    }
}
