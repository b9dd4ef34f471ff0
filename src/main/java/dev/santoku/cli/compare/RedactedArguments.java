package dev.santoku.cli.compare;

import dev.santoku.untrusted.UntrustedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;

/** The command as the result file tells it. */
final class RedactedArguments {
    private static final Pattern PLACE = Pattern.compile("(?:FILE|DIR|PATH)\\b");
    private static final Pattern TARGET_OPTION = Pattern.compile("--?(?:" + places() + ")");
    private static final Pattern LIST_OPTION = Pattern.compile("--?cblas(?:=.*)?", Pattern.DOTALL);
    private static final Pattern TARGET = Pattern.compile("(" + TARGET_OPTION + "=)(.*)", Pattern.DOTALL);

    private static final String STANDARD_OUTPUT = "-";

    private RedactedArguments() {}

    /** All options of {@code compare} that take a file or a folder. */
    private static String places() {
        return CompareSyntax.describe().getOptions().stream()
                .filter(option ->
                        option.hasArg() && PLACE.matcher(option.getArgName()).lookingAt())
                .map(Option::getLongOpt)
                .collect(Collectors.joining("|"));
    }

    /**
     * The arguments for the result file, which tells nobody where on whose disk it was written: files by name alone, and without
     * the user's name in it.
     */
    static List<String> of(List<String> arguments) {
        return mapped(arguments, RedactedArguments::name).stream()
                .map(UntrustedText::read)
                .toList();
    }

    /**
     * The arguments for the journal: files as they are reached from the folder in which it lies, so that the run can go on
     * from any, and no more is told of the disk than it takes.
     */
    static List<String> relativeTo(Path folder, List<String> arguments) {
        Path from = folder.toAbsolutePath().normalize();
        return mapped(arguments, path -> relative(from, path));
    }

    private static String relative(Path from, String path) {
        Path file = Path.of(path).toAbsolutePath().normalize();
        if (path.equals(STANDARD_OUTPUT) || !Objects.equals(from.getRoot(), file.getRoot())) {
            return path;
        }
        String relative = from.relativize(file).toString();
        return relative.isEmpty() ? "." : noOption(relative);
    }

    /** The arguments of a journal that lies in this folder. */
    static List<String> resolvedIn(Path folder, List<String> arguments) {
        return mapped(
                arguments,
                path -> path.equals(STANDARD_OUTPUT)
                        ? path
                        : folder.resolve(path).normalize().toString());
    }

    private static List<String> mapped(List<String> arguments, UnaryOperator<String> path) {
        List<String> told = new ArrayList<>();
        String before = "";
        for (String argument : arguments) {
            Matcher target = TARGET.matcher(argument);
            if (TARGET_OPTION.matcher(before).matches()) {
                told.add(each(before, argument, path));
            } else if (target.matches()) {
                told.add(target.group(1) + each(argument, target.group(2), path));
            } else {
                told.add(argument);
            }
            before = argument;
        }
        return told;
    }

    private static String each(String option, String value, UnaryOperator<String> path) {
        return LIST_OPTION.matcher(option).matches()
                ? Stream.of(value.split(",", -1)).map(path).collect(Collectors.joining(","))
                : path.apply(value);
    }

    private static String name(String path) {
        Path last = Path.of(path).getFileName();
        return last == null
                ? ""
                : path.equals(STANDARD_OUTPUT) ? path : noOption(UntrustedText.fileName(last.toString()));
    }

    /** A file whose name begins with a dash would pass for an option, or for standard output. */
    private static String noOption(String path) {
        return path.startsWith("-") ? Path.of(".", path).toString() : path;
    }
}
