package dev.santoku.cli.terminal;

import dev.santoku.untrusted.UntrustedText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what readers read. On a terminal the program's own colours and its moving line get through, too. */
final class CleanStream extends PrintStream {
    /** Erases the line that the cursor is in. */
    static final String ERASE_LINE = "\r\u001b[K";

    /** Moves the cursor up, by so many lines: at the beginning of what is printed, before {@link #ERASE_LINE}. */
    static final String UP = "\u001b[%dA";

    /** What {@link dev.santoku.report.Style} writes, and the above. */
    private static final Pattern OURS =
            Pattern.compile("\u001b\\[[0-9]{1,2}m|\\A\u001b\\[[0-9]{1,4}A(?=\r)|\r\u001b\\[K");

    private final boolean terminal;

    CleanStream(PrintStream target, boolean terminal) {
        super(target, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    @Override
    public void print(String text) {
        String known = String.valueOf(text);
        super.print(terminal ? cleanAroundOurs(known) : UntrustedText.lines(known));
    }

    /** Exceptions print themselves so. */
    @Override
    public void print(Object object) {
        print(String.valueOf(object));
    }

    private static String cleanAroundOurs(String text) {
        StringBuilder clean = new StringBuilder();
        int end = 0;
        for (Matcher ours = OURS.matcher(text); ours.find(); end = ours.end()) {
            clean.append(UntrustedText.lines(text.substring(end, ours.start()))).append(ours.group());
        }
        return clean.append(UntrustedText.lines(text.substring(end))).toString();
    }
}
