package dev.santoku.cli.option;

import dev.santoku.cli.terminal.CommandException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/**
 * Reads the options of a command line; a value that does not do is wrong usage.
 *
 * @param line with options that its command knows
 */
public record OptionReader(CommandLine line) {
    public static final long DEFAULT_SEED = 42;
    private static final BigDecimal LEAST_PERCENT = new BigDecimal("0.1");
    private static final BigDecimal MOST_PERCENT = new BigDecimal(100);

    public boolean has(String option) {
        return line.hasOption(option);
    }

    /** The value as it stands, or empty. */
    public Optional<String> text(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /**
     * The value, or empty.
     *
     * @param parse throws an {@link IllegalArgumentException} that says what is wanted
     */
    public <T> Optional<T> value(String option, Function<String, T> parse) throws CommandException {
        Optional<String> text = text(option);
        try {
            return text.map(parse);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--%s %s: %s".formatted(option, text.orElseThrow(), e.getMessage()));
        }
    }

    /** The values between commas, each once, or empty. */
    public <T> Optional<List<T>> list(String option, Function<String, T> parse) throws CommandException {
        Function<String, List<T>> parseAll =
                text -> Arrays.stream(text.split(",", -1)).map(parse).distinct().collect(Collectors.toList());
        return value(option, parseAll);
    }

    /** A whole number within bounds, or empty. */
    public Optional<Integer> count(String option, int least, int most) throws CommandException {
        return value(option, text -> Math.toIntExact(number(text, least, most)));
    }

    public Optional<Path> path(String option) throws CommandException {
        return value(option, Path::of);
    }

    /** Where the option sends a document; the file is not looked at. */
    public Output output(String option) {
        return new Output(text(option));
    }

    /** What {@code --seed} says. */
    public long seed() throws CommandException {
        return value("seed", text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE))
                .orElse(DEFAULT_SEED);
    }

    /** How much the user is shown. */
    public Display display() {
        return new Display(has("quiet"), has("verbose"), has("no-color"));
    }

    /** A whole number within bounds. */
    public static long number(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same words
        }
        throw new IllegalArgumentException("give a whole number from %d to %d".formatted(least, most));
    }

    /** A share, 0.05 for {@code 5} and {@code 5%}. */
    public static double percent(String text) {
        if (text.matches("([0-9]{1,9}([.][0-9]{0,9})?|[.][0-9]{1,9})%?")) {
            BigDecimal percent = new BigDecimal(text.replace("%", ""));
            if (percent.compareTo(LEAST_PERCENT) >= 0 && percent.compareTo(MOST_PERCENT) <= 0) {
                return percent.movePointLeft(2).doubleValue();
            }
        }
        throw new IllegalArgumentException("give a percentage from 0.1 to 100");
    }

    /** Bytes of a size in MiB or GiB, {@code 512m} or {@code 2g}. */
    public static long bytes(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[mgMG]")) {
            throw new IllegalArgumentException("give a size such as 512m or 2g");
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return count << (text.toLowerCase(Locale.ROOT).endsWith("g") ? 30 : 20);
    }

    public static Duration duration(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
            throw new IllegalArgumentException("give a time such as 90s, 5m or 1h");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
