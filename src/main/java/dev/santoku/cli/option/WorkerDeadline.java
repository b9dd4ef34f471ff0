package dev.santoku.cli.option;

import dev.santoku.cli.terminal.CommandException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long a worker may be silent before it counts as hung: {@code SANTOKU_DEADLINE}, in seconds. */
public final class WorkerDeadline {
    private static final String VARIABLE = "SANTOKU_DEADLINE";

    private WorkerDeadline() {}

    /** What the user says, or empty. */
    public static Optional<Duration> from(Map<String, String> environment) throws CommandException {
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
