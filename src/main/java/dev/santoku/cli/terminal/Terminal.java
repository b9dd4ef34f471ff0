package dev.santoku.cli.terminal;

import dev.santoku.report.Style;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where output goes. Whether a stream is a terminal is decided in the shell and told by {@code SANTOKU_TERMINAL}, since
 * {@code System.console()} is there even when redirected on newer Javas.
 *
 * <p>Whatever is printed is cleaned here once more: no command, however it puts its lines together, lets a stranger's words move
 * the cursor, ring the bell or turn the order of letters around.
 *
 * @param out results
 * @param err everything else
 * @param environment of the process
 * @param loss why results did not come out, if so
 */
public record Terminal(
        PrintStream out, PrintStream err, Map<String, String> environment, Supplier<Optional<String>> loss) {
    private static final int DEFAULT_COLUMNS = 100;

    public Terminal {
        out = new CleanStream(out, isTerminal(environment, "stdout"));
        err = new CleanStream(err, isTerminal(environment, "stderr"));
    }

    /** With an output that tells no more than whether it could be written. */
    public Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
        this(out, err, environment, () -> out.checkError() ? Optional.of("it is closed") : Optional.empty());
    }

    /** With one that tells why it could not. */
    public Terminal(StandardOutput out, PrintStream err, Map<String, String> environment) {
        this(out, err, environment, out::loss);
    }

    /** The style of results; colour never under {@code NO_COLOR} or {@code TERM=dumb}. */
    public Style style(boolean colourRefused) {
        boolean refused = colourRefused
                || !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || "dumb".equals(environment.get("TERM"));
        return !refused && isTerminal(environment, "stdout") ? Style.COLOURED : Style.PLAIN;
    }

    /** Whether a line on standard error may be written over. */
    boolean movesOnStandardError() {
        return isTerminal(environment, "stderr") && !"dumb".equals(environment.get("TERM"));
    }

    /** Width in characters, as the shell tells it in {@code SANTOKU_COLUMNS}. */
    public int columns() {
        String columns = environment.getOrDefault("SANTOKU_COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
    }

    /** Whether standard output takes no more: it is full or closed, or its reader has gone. */
    public boolean isDeaf() {
        return out.checkError();
    }

    /** Why results did not come out; empty where they did, and where who read them has had enough. */
    public Optional<String> lost() {
        out.flush();
        return loss.get();
    }

    private static boolean isTerminal(Map<String, String> environment, String stream) {
        return Arrays.asList(environment.getOrDefault("SANTOKU_TERMINAL", "").split(","))
                .contains(stream);
    }
}
