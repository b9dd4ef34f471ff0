package dev.santoku.cli.terminal;

import dev.santoku.untrusted.UntrustedText;

/** Ends a command with one line on standard error. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** @param message may quote what strangers wrote: it becomes one line */
    public CommandException(ExitCode exitCode, String message) {
        super(UntrustedText.message(message));
        this.exitCode = exitCode;
    }

    /** Wrong usage: the message says what is wrong and what to write instead. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
