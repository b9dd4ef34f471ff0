package dev.santoku.measure.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the end of a process into words. */
final class ProcessEnd {
    private static final int SIGNALLED = 128;
    private static final int SIGKILL = 9;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", SIGKILL,
            "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

    private ProcessEnd() {}

    /**
     * Describes an end.
     *
     * @param status as {@link Process#exitValue()} tells it: 128 + n after signal n
     * @param crashReport where the virtual machine writes about its own crash; need not exist
     */
    static String describe(int status, Path crashReport) {
        Optional<String> crash = firstCrashLine(crashReport);
        if (crash.isPresent()) {
            return "crashed: " + crash.get();
        }
        String signal = SIGNALS.get(status - SIGNALLED);
        if (status == SIGNALLED + SIGKILL) {
            return "killed by SIGKILL: by hand, or by the system because memory ran out";
        }
        return signal == null ? "exited with status " + status : "ended by " + signal;
    }

    /** The report's line on the signal, such as {@code SIGSEGV (0xb) at pc=…}. */
    private static Optional<String> firstCrashLine(Path crashReport) {
        try (Stream<String> lines = Files.lines(crashReport)) {
            return lines.limit(50)
                    .map(line -> line.replaceFirst("^#\\s*", ""))
                    .filter(line -> line.startsWith("SIG") || line.startsWith("EXCEPTION") || line.contains("error:"))
                    .map(line -> line.replaceFirst(", pid=.*", ""))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // no report, or none that can be read
        }
    }
}
