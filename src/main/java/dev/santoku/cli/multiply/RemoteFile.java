package dev.santoku.cli.multiply;

import dev.santoku.cli.terminal.CommandException;
import java.util.regex.Pattern;

/** Names of files with a scheme, such as {@code hdfs://host/a.npy}: only what runs on a cluster opens them. */
final class RemoteFile {
    private static final Pattern SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]+:/.*");

    private RemoteFile() {}

    static boolean is(String name) {
        return SCHEME.matcher(name).matches();
    }

    /** Refuses one that the nodes of a cluster cannot be asked for. */
    static void requireLocal(String name) throws CommandException {
        if (is(name)) {
            throw CommandException.usage(
                    "%s: only the nodes of a cluster read and write what has a scheme: name one with --master"
                            .formatted(name));
        }
    }
}
