package dev.santoku.yardstick;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Where JavaCPP unpacks native libraries: once for all runs, among the user's caches, if that can be written to. */
final class NativeCache {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private NativeCache() {}

    /** Tells JavaCPP, before its first library, unless the user has. */
    static void use() {
        if (System.getProperty(PROPERTY) == null) {
            Path home = Path.of(System.getProperty("user.home"));
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            System.setProperty(
                    PROPERTY, folder(System.getenv(), home, temporary).toString());
        }
    }

    /**
     * The first that can be written to: {@code $XDG_CACHE_HOME/santoku} (XDG Base Directory Specification: relative
     * paths do not count), {@code ~/.cache/santoku}, else the temporary folder.
     */
    static Path folder(Map<String, String> environment, Path home, Path temporary) {
        Stream<Path> chosen =
                Stream.ofNullable(environment.get("XDG_CACHE_HOME")).map(Path::of);
        return Stream.concat(chosen, Stream.of(home.resolve(".cache")))
                .filter(Path::isAbsolute) // Java gives a user without a name, as containers have them, the home "?"
                .map(caches -> caches.resolve("santoku"))
                .filter(NativeCache::isWritable)
                .findFirst()
                .orElse(temporary);
    }

    private static boolean isWritable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }
}
