package dev.santoku.diagnosis;

import dev.santoku.backend.Availability;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cause that has shown itself on real machines, and what mends it.
 *
 * @param sign what a process writes of it
 */
record KnownCause(Pattern sign, Cure cure) {
    private static final KnownCause THREADS = of(
            "unable to create (?:new )?native thread|pthread_create failed|Cannot create .*thread"
                    + "|Resource temporarily unavailable|thread constructor failed",
            always("raise the limit of processes and threads (ulimit -u, or pids.max of the container)"));
    private static final KnownCause FILES =
            of("(?i)too many open files", always("raise the limit of open files (ulimit -n)"));

    /** The first that fits counts. */
    private static final List<KnownCause> ALL = List.of(
            of(
                    "unable to execute command: Executable \"(?:.*/)?([^\"/]+)\" doesn't exist",
                    (found, cache) -> Optional.of(
                            "the driver's compiler needs the program %s: install %s, or have PATH name its folder"
                                    .formatted(found.group(1), found.group(1).equals("ld") ? "binutils" : "it"))),
            of(
                    "failed to map segment from shared object",
                    always(
                            "programs may not run from that file's folder, which is mounted with noexec: name another, for "
                                    + "temporary files by JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER, for PoCL's cache by "
                                    + "POCL_CACHE_DIR")),
            of(
                    "(?i)no space left on device|disk quota exceeded",
                    always("free some of the disk; POCL_CACHE_DIR names another folder for PoCL's cache")),
            of("(?i)read-only file system|permission denied", (found, cache) -> cache.obstacle()
                    .map(Availability.Unavailable::inWords)),
            of(
                    "dlopen\\(\"[^\"]*\"\\) failed with|Assertion .program->data|(?i:bitcode.*(?:invalid|malformed|truncated)"
                            + "|(?:invalid|malformed|truncated) bitcode)",
                    (found, cache) -> Optional.of(cache.cure())),
            of(
                    "(lib[\\w.+-]+\\.so[\\w.]*): cannot open shared object file",
                    (found, cache) ->
                            Optional.of("install the package that has %s, or name its folder in LD_LIBRARY_PATH"
                                    .formatted(found.group(1)))),
            THREADS,
            of(
                    "failed to find sysfs cpu topology",
                    always(
                            "the driver needs /sys: mount -t sysfs sysfs /sys, or start the container without hiding it")),
            FILES,
            of(
                    "unknown target CPU",
                    always(
                            "the driver's compiler is older than this processor: install a newer release of the driver, or "
                                    + "leave it out with --backends single,pool")),
            of(
                    "(?i)out of memory|OutOfMemoryError|insufficient memory|cannot allocate memory|bad_alloc"
                            + "|could not (?:allocate|reserve)|native memory allocation",
                    always(
                            "free memory, raise its limit (ulimit -v, or that of the container), or ask for fewer contenders or "
                                    + "smaller sizes")));

    /** What mends it. */
    private interface Cure {
        /**
         * One line.
         *
         * @param found in the line
         * @param cache of PoCL
         */
        Optional<String> of(MatchResult found, PoclCache cache);
    }

    /**
     * A line that shows a known cause.
     *
     * @param line for a reader
     */
    record Found(String line, Optional<String> cure) {}

    private static KnownCause of(String sign, Cure cure) {
        return new KnownCause(Pattern.compile(sign), cure);
    }

    private static Cure always(String cure) {
        return (found, cache) -> Optional.of(cure);
    }

    /** What raises the limit of the system that a line tells of. */
    static Optional<String> limit(String line) {
        return Stream.of(THREADS, FILES)
                .filter(cause -> cause.sign.matcher(line).find())
                .findFirst()
                .flatMap(cause -> cause.cure.of(cause.sign.matcher(line), PoclCache.of(System.getenv())));
    }

    /** The last line that shows one. */
    static Optional<Found> in(LogTail words, PoclCache cache) {
        for (int i = words.lines().size() - 1; i >= 0; i--) {
            String line = words.lines().get(i);
            for (KnownCause cause : ALL) {
                Matcher matcher = cause.sign.matcher(line);
                if (matcher.find()) {
                    return Optional.of(new Found(LogTail.plain(line), cause.cure.of(matcher, cache)));
                }
            }
        }
        return Optional.empty();
    }
}
