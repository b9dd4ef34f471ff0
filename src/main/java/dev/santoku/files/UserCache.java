package dev.santoku.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder where this program keeps what it found out about the user's machines. */
public final class UserCache {
    private UserCache() {}

    /** That of this process. */
    public static Path folder() {
        return folder(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * {@code $XDG_CACHE_HOME/santoku}, else {@code $HOME/.cache/santoku} (XDG Base Directory Specification: relative paths
     * do not count). It need not be there.
     *
     * @param home where the environment names none; Java's own notion of it is the account's, whatever HOME says
     */
    public static Path folder(Map<String, String> environment, Path home) {
        return named(environment, "XDG_CACHE_HOME")
                .orElseGet(() -> named(environment, "HOME").orElse(home).resolve(".cache"))
                .resolve("santoku");
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        try {
            return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty(); // letters that this process's encoding of file names does not have
        }
    }
}
