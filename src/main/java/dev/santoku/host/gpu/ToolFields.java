package dev.santoku.host.gpu;

import dev.santoku.untrusted.Plausible;
import dev.santoku.untrusted.UntrustedText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what tools write of a GPU; what is no such thing is null. */
final class ToolFields {
    private static final Pattern NUMBER = Pattern.compile("\\(?([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*(?:mhz|w|c)?\\)?");
    private static final Pattern PCI = Pattern.compile("(?:[0-9a-f]*([0-9a-f]{4}):)?([0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])");

    /** Degrees of no machine, watts of no card. */
    private static final double MOST_MEASURED = 1e6;

    private ToolFields() {}

    /** A number, bare or as in {@code (1980Mhz)}. */
    static Double number(String word) {
        Matcher matcher = NUMBER.matcher(lower(word));
        return matcher.matches() ? Double.valueOf(matcher.group(1)) : null;
    }

    /** Degrees or watts. */
    static Double measured(String word) {
        Double number = number(word);
        return number == null || number > MOST_MEASURED ? null : number;
    }

    /** The megahertz of a clock, rounded. */
    static Integer megahertz(String word) {
        Double number = number(word);
        return number == null || number > Plausible.MOST_MHZ ? null : Math.toIntExact(Math.round(number));
    }

    /** A name; null for an empty one and for what tools write in its place. */
    static String name(String word) {
        String tidy = word == null ? "" : UntrustedText.name(word);
        boolean none = tidy.isEmpty() || tidy.equalsIgnoreCase("n/a") || tidy.startsWith("[");
        return none ? null : tidy;
    }

    /** {@code 00000000:3B:00.0} as {@code 0000:3b:00.0}. */
    static String pciAddress(String word) {
        Matcher matcher = PCI.matcher(lower(word));
        return matcher.matches()
                ? (matcher.group(1) == null ? "0000" : matcher.group(1)) + ":" + matcher.group(2)
                : null;
    }

    private static String lower(String word) {
        return word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
    }
}
