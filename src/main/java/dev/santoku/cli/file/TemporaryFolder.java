package dev.santoku.cli.file;

import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.OwnedFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A folder for what a command leaves nothing of, unless somebody wants to read it. */
public final class TemporaryFolder implements AutoCloseable {
    private final OwnedFolder folder;
    private final Terminal terminal;
    private boolean wanted;

    private TemporaryFolder(OwnedFolder folder, Terminal terminal, boolean wanted) {
        this.folder = folder;
        this.terminal = terminal;
        this.wanted = wanted;
    }

    /**
     * Creates one.
     *
     * @param command stands in its name
     * @param wanted whether it stays at the end, and is told
     */
    public static TemporaryFolder create(String command, Terminal terminal, boolean wanted) throws CommandException {
        try {
            return new TemporaryFolder(OwnedFolder.temporary(command), terminal, wanted);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT,
                    "no temporary folder can be made in %s (%s); make room there, or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR"
                            .formatted(System.getProperty("java.io.tmpdir"), FileErrors.inWords(e)));
        }
    }

    public Path path() {
        return folder.path();
    }

    /** It stays at the end, and is told. */
    public void keep() {
        wanted = true;
    }

    @Override
    public void close() {
        if (wanted) {
            folder.close();
            terminal.err().println("logs: " + path());
        } else {
            folder.delete();
        }
    }
}
