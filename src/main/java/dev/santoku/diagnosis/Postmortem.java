package dev.santoku.diagnosis;

import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a process of ours, which loads drivers, is no more: how it ended, the line of its log that tells most, and the cure
 * where the cause is known.
 *
 * @param reason one line, without control characters and without folders that tell whose machine this is
 * @param cure one line; empty where nobody knows it
 */
public record Postmortem(String reason, Optional<String> cure) {
    private static final int SIGNALLED = 128;
    private static final int SIGKILL = 9;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", SIGKILL,
            "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

    private static final int LINES_OF_HEADER = 50;

    /** {@code # C  [libpocl.so.2+0x1234]  clFinish+0x12}: a library, and a function where it is known. */
    private static final Pattern FRAME = Pattern.compile("# \\S+ +\\[([^+\\]]+)\\+0x\\w+\\](?: +(.+?)\\+0x\\w+)?.*");

    /** The loader of libraries maps a file before it reads it: what is cut off ends it so. */
    private static final Pattern CUT_OFF = Pattern.compile("SIGBUS .* in ld-\\S+");

    public Postmortem {
        reason = UntrustedText.reason(reason);
    }

    /**
     * Of a process that ended though it must not.
     *
     * @param crashReport where the JVM writes about its own crash; need not exist, and may be of another process
     * @param log its standard error
     * @param from bytes of the log that somebody else wrote, or that were followed by an answer
     * @param environment of the process
     */
    public static Postmortem ofEnd(
            Process process, Path crashReport, Path log, long from, Map<String, String> environment) {
        String end = crash(crashReport, process.pid())
                .map("crashed: "::concat)
                .orElseGet(() -> inWords(process.exitValue()));
        Postmortem told = of(end, log, from, environment);
        return told.cure.isEmpty() && CUT_OFF.matcher(end).find()
                ? new Postmortem(
                        told.reason,
                        Optional.of(
                                "a file that it loaded is cut off: install the driver anew, or delete PoCL's cache, "
                                        + PoclCache.of(environment).deletion()))
                : told;
    }

    /**
     * Of a process that had to be ended.
     *
     * @param what it did, in words
     * @param from bytes of the log that somebody else wrote, or that were followed by an answer
     */
    public static Postmortem of(String what, Path log, long from, Map<String, String> environment) {
        LogTail words = LogTail.in(log, from);
        Optional<KnownCause.Found> known = KnownCause.in(words, PoclCache.of(environment));
        String reason = known.map(KnownCause.Found::line)
                .or(words::telling)
                .map(line -> what + ": " + line)
                .orElse(what);
        return new Postmortem(reason, known.flatMap(KnownCause.Found::cure));
    }

    /**
     * Of something that failed with a message.
     *
     * @param what failed
     */
    public static Postmortem ofMessage(String what, String message) {
        return new Postmortem(
                what + ": " + LogTail.plain(message),
                KnownCause.in(new LogTail(message.lines().toList()), PoclCache.of(System.getenv()))
                        .flatMap(KnownCause.Found::cure));
    }

    /** Bytes in a log until now: what follows is of what is asked next. */
    public static long mark(Path log) {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0; // nothing was written yet
        }
    }

    /** Reason and cure in one line. */
    public String inWords() {
        return reason + cure.map("; "::concat).orElse("");
    }

    /** @param status 128 + n after signal n */
    private static String inWords(int status) {
        String signal = SIGNALS.get(status - SIGNALLED);
        if (status == SIGNALLED + SIGKILL) {
            return "killed by SIGKILL: by hand, or by the system because memory ran out";
        }
        return signal == null ? "exited with status " + status : "ended by " + signal;
    }

    /** The signal, and the library that it met, such as {@code SIGSEGV (0xb) in libpocl.so.2, clFinish}. */
    private static Optional<String> crash(Path report, long pid) {
        List<String> lines;
        try (Stream<String> all = Files.lines(report)) {
            lines = all.limit(LINES_OF_HEADER).toList();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // no report, or none that can be read
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(", pid=" + pid + ",")) {
                String what = lines.get(i).replaceFirst("^#\\s*", "").replaceFirst(", pid=.*", "");
                String more = i + 1 < lines.size() ? lines.get(i + 1).replaceFirst("^#\\s*", "") : "";
                return place(lines)
                        .map(place -> what.replaceFirst(" at pc=.*", "") + " in " + place)
                        .or(() -> Optional.of(more.isEmpty() ? what : what + ": " + LogTail.plain(more)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> place(List<String> report) {
        int title = report.indexOf("# Problematic frame:");
        if (title < 0 || title + 1 == report.size()) {
            return Optional.empty();
        }
        Matcher frame = FRAME.matcher(report.get(title + 1));
        return frame.matches()
                ? Optional.of(LogTail.plain(frame.group(1) + (frame.group(2) == null ? "" : ", " + frame.group(2))))
                : Optional.empty();
    }
}
