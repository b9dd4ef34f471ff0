package dev.santoku.files;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as it stands in names of files: by its number, and by when it began, since in a container the next process often has
 * the number of one that was killed.
 *
 * @param pid its number
 * @param began milliseconds since 1970; 0 where the system does not tell
 */
public record ProcessMark(long pid, long began) {
    /** How a mark looks, for patterns of names. */
    static final String PATTERN = "(\\d{1,18})(?:-(\\d{1,18}))?";

    private static final Pattern MARK = Pattern.compile(PATTERN);

    /** This process's. */
    public static ProcessMark own() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessMark(
                self.pid(),
                self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The mark that stands in a name; older versions wrote the number alone. */
    public static Optional<ProcessMark> parse(String text) {
        Matcher mark = MARK.matcher(text);
        return mark.matches()
                ? Optional.of(new ProcessMark(
                        Long.parseLong(mark.group(1)), mark.group(2) == null ? 0 : Long.parseLong(mark.group(2))))
                : Optional.empty();
    }

    /**
     * Whether the process may be at work still, as far as its number tells: a process of this number is, and none of another
     * container or machine is seen from here.
     */
    public boolean mayRun() {
        return pid == ProcessHandle.current().pid()
                ? equals(own())
                : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public String toString() {
        return pid + "-" + began;
    }
}
