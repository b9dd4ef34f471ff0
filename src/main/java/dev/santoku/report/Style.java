package dev.santoku.report;

/** Colour on a terminal that wants it, plain text elsewhere. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    /** Colours that stand out on dark and on light terminals alike, as far as their owners did not change them. */
    private static final int[] HUES = {32, 35, 36, 33, 34, 31, 95, 96};

    public String bold(String text) {
        return wrap("\u001b[1m", text);
    }

    public String good(String text) {
        return wrap("\u001b[32m", text);
    }

    public String bad(String text) {
        return wrap("\u001b[31m", text);
    }

    public String faint(String text) {
        return wrap("\u001b[2m", text);
    }

    /** One of a few colours, again from the first on after the last. */
    public String hue(int number, String text) {
        return wrap("\u001b[%dm".formatted(HUES[number % HUES.length]), text);
    }

    private String wrap(String code, String text) {
        return this == COLOURED ? code + text + RESET : text;
    }
}
