package dev.santoku.untrusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What would tell whose machine this is, and where on its disk files lie. Messages of drivers and of the system are full of
 * it, and result files travel.
 *
 * @param home the user's folder; empty where there is none
 * @param names of the user and of the machine, some perhaps empty
 */
record Redaction(Optional<Path> home, List<String> names) {
    /** Folders that all machines of a kind have: a cure must name them. */
    private static final String OF_THE_SYSTEM = "(?:usr|etc|lib(?:32|64)?|bin|sbin|opt|dev|proc|sys|nix)/";

    /** Not within a word, a ratio of units or an address on the net. */
    private static final String BEGIN = "(?<![\\p{L}\\p{N}_.~…/\\\\-])";

    private static final String STEP = "[^\\s/\\\\:;,'\"()<>|]+";
    private static final Pattern PATH = Pattern.compile("(?:file:/*|" + BEGIN + ")(?:/(?!" + OF_THE_SYSTEM
            + ")|[A-Za-z]:\\\\|\\\\\\\\)(?:" + STEP + "[/\\\\])+(" + STEP + ")?");

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int SHORTEST_NAME = 2;
    private static final List<String> EVERYBODYS = List.of("root", "localhost");

    Redaction {
        names = List.copyOf(names);
    }

    /** Those of this process. */
    static Redaction ofThisProcess() {
        Optional<Path> home = Optional.ofNullable(System.getProperty("user.home"))
                .map(Path::of)
                .filter(Path::isAbsolute);
        String user = home.map(Path::getFileName).map(Path::toString).orElse("");
        return new Redaction(
                home, List.of(Objects.requireNonNullElse(System.getProperty("user.name"), ""), user, hostName()));
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return Objects.requireNonNullElse(System.getenv("COMPUTERNAME"), "");
        }
    }

    /**
     * The text without. What lies in the user's folder begins with {@code ~}; of any other path but those of the system the
     * last name is left.
     */
    String hiddenIn(String text) {
        String hidden = home.filter(folder -> folder.getNameCount() > 0)
                .map(folder -> text.replaceAll(BEGIN + Pattern.quote(folder.toString()) + "(?![\\p{L}\\p{N}_-])", "~"))
                .orElse(text);
        return namesHiddenIn(PATH.matcher(hidden).replaceAll("…/$1"));
    }

    /** The text without the names alone. */
    String namesHiddenIn(String text) {
        String any = names.stream()
                .filter(name -> name.length() >= SHORTEST_NAME && !EVERYBODYS.contains(name))
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return any.isEmpty() ? text : text.replaceAll("(?<![\\p{L}\\p{N}_])(?:" + any + ")(?![\\p{L}\\p{N}_])", "…");
    }
}
