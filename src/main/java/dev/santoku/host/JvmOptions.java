package dev.santoku.host;

import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What processes started by this one take from variables that give options to every JVM. Heap, agents,
 * folders and all else: yes. Not the collector, since a second one ends a JVM as it starts; not language and
 * country, which would change the digits; not what is logged to standard output, which belongs to answers.
 */
public final class JvmOptions {
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** One option; blanks within quotes belong to it. */
    private static final Pattern OPTION = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+|\\S");

    private static final Pattern NOT_FOR_WORKERS = Pattern.compile("[\"']?(?:"
            + "-XX:[+-]Use\\w*GC|-XX:[+-]ZGenerational" // the collector
            + "|-Duser\\.(?:language|country|region|script|variant)(?:\\.\\w+)?(?:=.*)?"
            + "|-Xlog(?!.*:file=).*|-Xloggc.*|-verbose.*|-XX:\\+Print\\w+|-?-show-?version)[\"']?");

    private JvmOptions() {}

    /** Takes out what a process to be started should not obey. */
    public static void setAside(Map<String, String> environment) {
        for (String variable : VARIABLES) {
            environment.computeIfPresent(variable, (name, value) -> {
                List<String> options = options(value);
                if (!options.removeIf(JvmOptions::isNotForWorkers)) {
                    return value;
                }
                return options.isEmpty() ? null : String.join(" ", options);
            });
        }
    }

    /** In a line, what {@link #setAside} takes out of an environment; empty where that is nothing. */
    public static Optional<String> told(Map<String, String> environment) {
        List<String> told = new ArrayList<>();
        for (String variable : VARIABLES) {
            List<String> options = options(environment.getOrDefault(variable, ""));
            options.removeIf(option -> !isNotForWorkers(option));
            if (!options.isEmpty()) {
                told.add("%s of %s".formatted(UntrustedText.line(String.join(" ", options)), variable));
            }
        }
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of("set aside for what measures, which has a collector, language and log of its own: "
                        + String.join(", ", told));
    }

    private static boolean isNotForWorkers(String option) {
        return NOT_FOR_WORKERS.matcher(option).matches();
    }

    private static List<String> options(String value) {
        List<String> options = new ArrayList<>();
        Matcher matcher = OPTION.matcher(value);
        while (matcher.find()) {
            options.add(matcher.group());
        }
        return options;
    }
}
