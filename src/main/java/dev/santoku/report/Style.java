package dev.santoku.report;

/** Colour on a terminal that wants it, plain text elsewhere. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    String bold(String text) {
        return wrap("\u001b[1m", text);
    }

    String good(String text) {
        return wrap("\u001b[32m", text);
    }

    String bad(String text) {
        return wrap("\u001b[31m", text);
    }

    String faint(String text) {
        return wrap("\u001b[2m", text);
    }

    private String wrap(String code, String text) {
        return this == COLOURED ? code + text + RESET : text;
    }
}
