package dev.santoku.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for what a command leaves nothing of. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    /** Creates one, whose name tells of a command. */
    static Path create(String command) throws CommandException {
        try {
            return Files.createTempDirectory("santoku-" + command);
        } catch (IOException e) {
            throw new CommandException(ExitCode.OWN_FAULT, "no temporary folder: " + RunFiles.reason(e));
        }
    }
}
