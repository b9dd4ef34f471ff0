package dev.santoku.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version of Santoku
 * @param commit it was built from, with {@code -dirty} where the tree was changed; null outside a checkout
 */
public record Version(String version, String commit) {
    /** Reads what the build wrote. */
    public static Version read() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("/dev/santoku/build.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: build it again", e);
        }
        String commit = properties.getProperty("git.commit.id.abbrev");
        boolean dirty = Boolean.parseBoolean(properties.getProperty("git.dirty"));
        return new Version(
                properties.getProperty("git.build.version", "unknown"),
                commit == null ? null : commit + (dirty ? "-dirty" : ""));
    }

    @Override
    public String toString() {
        return "santoku " + version + (commit == null ? "" : " (" + commit + ")");
    }
}
