package dev.santoku.diagnosis;

import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a process wrote to its log that may tell why it failed: lines without those that never do, the oldest first.
 *
 * @param lines as they were written
 */
record LogTail(List<String> lines) {
    /** Bytes at the end of a log that are read. */
    private static final int MOST_BYTES = 1 << 16;

    /** Characters of a line that are looked at. */
    private static final int LONGEST = 2000;

    /** Stack traces, what the JVM warns of or says of every failed start, its crash report, and remarks of compilers. */
    private static final Pattern NOISE = Pattern.compile("\\s*(?:at |\\.\\.\\. \\d+ more|note: |WARNING: |Picked up ).*"
            + "|#(?! There is insufficient memory| Native memory).*|(?:OpenJDK|Java HotSpot).* warning: .*|\\[[0-9.]+s\\]\\[warning\\].*"
            + "|Error occurred during (?:initialization of VM|boot layer initialization)"
            + "|Error: (?:Could not create the Java Virtual Machine|A fatal exception has occurred)\\..*|\\W*");

    private static final Pattern TELLING =
            Pattern.compile("(?i)(?:error|exception|\\bfatal|\\bfail(?:s|ed|ure)?|\\bcannot"
                    + "|\\b(?:ca|could|does|did)n['’]t|\\bcould not|\\bunable|\\babort(?:ed|ing)?|\\bassert(?:ion)?|\\bdenied|\\bno such"
                    + "|\\bnot found|\\bout of|\\binvalid|\\bunrecognized|\\bunsupported|\\bcorrupt(?:ed|ion)?|\\bsmashing"
                    + "|\\bterminate called|\\bbad_alloc|\\blost|\\brefused|\\bkilled)\\b");

    LogTail {
        lines = lines.stream()
                .map(line -> line.substring(0, Math.min(LONGEST, line.length())))
                .filter(line -> !NOISE.matcher(line).matches())
                .toList();
    }

    /**
     * Those in a log.
     *
     * @param from bytes before them, which something else is told in
     */
    static LogTail in(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = Math.max(from, file.length() - MOST_BYTES);
            byte[] bytes = new byte[Math.toIntExact(Math.max(0, file.length() - begin))];
            file.seek(begin);
            file.readFully(bytes);
            return new LogTail(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            return new LogTail(List.of()); // it may have been deleted: then there are none
        }
    }

    /**
     * The line that tells most, for a reader: of the last lines in a row that speak of a failure the first, since what follows
     * comes of it.
     */
    Optional<String> telling() {
        int first = lines.size();
        for (int line = lines.size() - 1; line >= 0; line--) {
            if (isTelling(line)) {
                first = line;
            } else if (first < lines.size()) {
                break;
            }
        }
        return first < lines.size() ? Optional.of(plain(lines.get(first))) : Optional.empty();
    }

    private boolean isTelling(int line) {
        return TELLING.matcher(lines.get(line)).find();
    }

    /** As a reader is shown it, who goes on with a cure. */
    static String plain(String line) {
        return UntrustedText.reason(line.replaceFirst("^# ", "").replaceFirst("[\\s.;:,]+$", ""));
    }
}
