package dev.santoku.cli.terminal;

import dev.santoku.untrusted.UntrustedText;
import java.io.PrintStream;
import java.util.List;

/** Lines on a terminal's standard error that are written over as they change; nothing where it is no terminal. */
public final class Screen {
    private final PrintStream err;
    private final boolean moving;
    private final int columns;
    private int shown;

    /**
     * An empty one.
     *
     * @param quiet nothing at all
     */
    public Screen(Terminal terminal, boolean quiet) {
        this.err = terminal.err();
        this.moving = !quiet && terminal.movesOnStandardError();
        this.columns = terminal.columns();
    }

    /** Whether there is one. */
    public boolean moves() {
        return moving;
    }

    /** Shows these lines in place of those before; as many or more. */
    public void show(List<String> lines) {
        if (!moving) {
            return;
        }
        StringBuilder text = new StringBuilder(shown == 0 ? "" : CleanStream.UP.formatted(shown));
        for (String line : lines) {
            String one = UntrustedText.line(line);
            text.append(CleanStream.ERASE_LINE)
                    .append(one.length() < columns ? one : one.substring(0, columns - 1))
                    .append('\n');
        }
        err.print(text.toString());
        err.flush();
        shown = lines.size();
    }
}
