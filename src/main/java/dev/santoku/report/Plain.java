package dev.santoku.report;

import java.util.regex.Pattern;

/** Strangers' words, made fit for a terminal: no escape sequence, no line end, no change of direction gets through. */
final class Plain {
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    private static final int SHORT = 60;

    private Plain() {}

    /** The text with a replacement character for each that is not for reading. */
    static String text(String words) {
        return UNFIT.matcher(words).replaceAll("\uFFFD");
    }

    /** Likewise, and no longer than a line has room for. */
    static String shortened(String words) {
        String plain = text(words);
        return plain.length() <= SHORT ? plain : plain.substring(0, SHORT - 1) + "…";
    }
}
