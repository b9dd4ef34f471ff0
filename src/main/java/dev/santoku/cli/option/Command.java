package dev.santoku.cli.option;

import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One command of the program. */
public interface Command {
    /** Its name. */
    String name();

    /** What it does, in a line. */
    String summary();

    /** What it takes beside options, as its help shows it: {@code BASE NEW}; empty for nothing. */
    default String operands() {
        return "";
    }

    /** Its own options; those that all commands have are added. */
    Options options();

    /** Lines below the options in its help: examples, environment variables. */
    List<String> notes();

    /**
     * Runs it.
     *
     * @param line parsed, without arguments left over unless there are {@link #operands}
     * @param arguments as they were given, for the result file
     * @throws CommandException to end with a message and an exit code
     */
    ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException;
}
