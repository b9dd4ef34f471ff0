package dev.santoku.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {
    @Test
    void liesWhereTheUserKeepsCaches() {
        Path home = Path.of("/home/someone");
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "/caches"), home)).isEqualTo(Path.of("/caches/santoku"));
        Path ordinary = Path.of("/home/someone/.cache/santoku");
        assertThat(UserCache.folder(Map.of(), home)).isEqualTo(ordinary);
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "relative"), home)).isEqualTo(ordinary);
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", ""), home)).isEqualTo(ordinary);
        assertThat(UserCache.folder(Map.of("HOME", home.toString()), Path.of("/nonexistent")))
                .isEqualTo(ordinary);
    }
}
