package dev.santoku.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long a worker may be silent before it counts as hung: {@code SANTOKU_DEADLINE}, in seconds. */
final class WorkerDeadline {
    private static final String VARIABLE = "SANTOKU_DEADLINE";

    private WorkerDeadline() {}

    /** What the user says, or empty. */
    static Optional<Duration> from(Map<String, String> environment) throws CommandException {
        String text = environment.get(VARIABLE);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw CommandException.usage(VARIABLE + "=" + text + ": whole seconds from 1 to 99999 are wanted");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
}
