package dev.santoku.untrusted;

import java.util.regex.Pattern;

/**
 * Text from outside: what drivers, the system, files and users call things, and why they fail. It is cleaned where it comes
 * in, by the methods that bound its length, and once more where it goes out, since a writer does not know who put a record
 * together.
 *
 * <p>Unfit is what a reader does not see and a program obeys: control characters; format characters, which turn the order of
 * words around or are invisible (Boucher and Anderson, Trojan Source, 2021); halves of characters; and line ends where one
 * line is wanted. Null, an unknown text, stays null.
 */
public final class UntrustedText {
    /** Characters of a name: of a device, a driver, a file, a label. */
    public static final int LONGEST_NAME = 200;

    /** Characters of a reason, and of whatever else is read. */
    public static final int LONGEST = 500;

    /** Characters of a message: room for the longest path, and for what to do. */
    static final int LONGEST_MESSAGE = 5000;

    /** Characters of what a message quotes. */
    static final int LONGEST_QUOTE = 60;

    /** Letters that are drawn as nothing, which Unicode does not count among format characters. */
    private static final String INVISIBLE = "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0";

    private static final Pattern UNFIT = Pattern.compile(
            "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{IsNoncharacter_Code_Point}\\u2028\\u2029" + INVISIBLE + "&&[^\\n\\t]]");

    private static final Pattern LINE_ENDS = Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\\u2028\\u2029]+");
    private static final String REPLACEMENT = "\uFFFD";

    private UntrustedText() {}

    /** A name, in one line of at most {@link #LONGEST_NAME} characters, without blanks around it. */
    public static String name(String text) {
        return text == null ? null : cut(line(text).strip(), LONGEST_NAME);
    }

    /** A file's name without its folder, likewise; the names of the user and of the machine are left out. */
    public static String fileName(String text) {
        return text == null ? null : name(Redaction.ofThisProcess().namesHiddenIn(line(text)));
    }

    /**
     * Why something failed, in one line of at most {@link #LONGEST} characters. It tells neither where on this machine's disk
     * files lie nor whose it is: see {@link Redaction}.
     */
    public static String reason(String text) {
        return reason(text, LONGEST);
    }

    /** Likewise, of at most so many characters. */
    public static String reason(String text, int most) {
        return text == null
                ? null
                : cut(Redaction.ofThisProcess().hiddenIn(line(text)).strip(), most);
    }

    /** Any text that is read, in one line of at most {@link #LONGEST} characters. */
    public static String read(String text) {
        return text == null ? null : cut(line(text), LONGEST);
    }

    /** A message to a user, which may quote a path: one line of at most {@link #LONGEST_MESSAGE} characters. */
    public static String message(String text) {
        return text == null ? null : cut(line(text), LONGEST_MESSAGE);
    }

    /** What a message quotes, in one line of at most {@link #LONGEST_QUOTE} characters. */
    public static String quote(String text) {
        return text == null ? null : cut(line(text), LONGEST_QUOTE);
    }

    /** One line, of any length: a run of line ends and tabs becomes a blank. */
    public static String line(String text) {
        return text == null || isPlain(text)
                ? text
                : replaced(LINE_ENDS.matcher(text).replaceAll(" "));
    }

    /** Lines, of any length: line feeds and tabs stay. */
    public static String lines(String text) {
        return text == null || isPlain(text) ? text : replaced(text.replace("\r\n", "\n"));
    }

    private static String replaced(String text) {
        return UNFIT.matcher(text).replaceAll(REPLACEMENT);
    }

    /** Most text is: printable ASCII. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    /** Whether a character, no half of one, is for programs and not for readers. */
    static boolean isUnfit(char character) {
        return !Character.isSurrogate(character)
                && UNFIT.matcher(Character.toString(character)).matches();
    }

    /** What is cut off is told by an ellipsis. */
    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
