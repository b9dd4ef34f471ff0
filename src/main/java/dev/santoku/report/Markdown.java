package dev.santoku.report;

import java.util.regex.Pattern;

/** Strangers' words within Markdown: whatever they hold is shown, not obeyed. */
final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\](){}#+!|~@-]");

    private Markdown() {}

    /** In one line, fit for a cell of a table. */
    static String escaped(String words) {
        String html =
                Plain.text(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return SPECIAL.matcher(html).replaceAll("\\\\$0");
    }
}
