package dev.santoku.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.santoku.result.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One line of a journal: an entry under its checksum, <code>{"crc":"0a1b2c3d","line":{…}}</code> and a line feed. A line is
 * JSON itself; the checksum is over the entry's own bytes, and tells what a power cut or a bad disk did to it.
 */
public final class JournalLine {
    private static final String HEAD = "{\"crc\":\"";
    private static final String MIDDLE = "\",\"line\":";
    private static final String TAIL = "}";
    private static final int DIGITS = 8;

    private JournalLine() {}

    /** An entry as a line, with its line feed. */
    public static String of(JournalEntry entry) {
        try {
            // Named, since the type of an entry stands in it only where it is written as one.
            return of(Json.mapper().writerFor(JournalEntry.class).writeValueAsString(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry that JSON cannot hold", e);
        }
    }

    /** The line that holds this text, an entry's, with its line feed. */
    public static String of(String text) {
        return HEAD + checksum(text) + MIDDLE + text + TAIL + "\n";
    }

    /**
     * The entry's text.
     *
     * @param line without its line feed
     * @return empty where the line is not as it was written
     */
    public static Optional<String> textOf(String line) {
        int start = HEAD.length() + DIGITS + MIDDLE.length();
        if (!line.startsWith(HEAD)
                || !line.startsWith(MIDDLE, HEAD.length() + DIGITS)
                || line.length() < start + TAIL.length()
                || !line.endsWith(TAIL)) {
            return Optional.empty();
        }
        String text = line.substring(start, line.length() - TAIL.length());
        return line.startsWith(checksum(text), HEAD.length()) ? Optional.of(text) : Optional.empty();
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
