package dev.santoku.report.fleet;

import dev.santoku.untrusted.UntrustedText;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Strangers' words within Markdown, as code: there alone are no links, no HTML, and none of what a forge makes of plain words,
 * escaped or not, such as a mention, the number of an issue or an address.
 */
final class Markdown {
    private static final Pattern FENCES = Pattern.compile("`+");

    private Markdown() {}

    /** In one line. The fence is longer than any within. */
    static String code(String words) {
        String line = UntrustedText.line(words);
        int longest = FENCES.matcher(line)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        return fence + (longest > 0 ? " " + line + " " : line) + fence;
    }

    /** Fit for a cell of a table, which ends at a bar, whatever stands around it. */
    static String cell(String words) {
        return code(words.replace('|', '¦'));
    }
}
