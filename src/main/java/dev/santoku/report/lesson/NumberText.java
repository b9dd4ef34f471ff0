package dev.santoku.report.lesson;

import java.util.List;
import java.util.Locale;

/** Small numbers in words. */
final class NumberText {
    private static final List<String> WORDS =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private NumberText() {}

    /** {@code three}, {@code 16}. */
    static String inWords(long number) {
        return number >= 0 && number < WORDS.size() ? WORDS.get((int) number) : Long.toString(number);
    }

    /** {@code Three}, {@code 16}. */
    static String capitalised(long number) {
        String words = inWords(number);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
