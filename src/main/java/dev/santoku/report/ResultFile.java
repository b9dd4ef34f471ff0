package dev.santoku.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.santoku.backend.WholeFile;
import dev.santoku.measure.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes JSON documents. */
public final class ResultFile {
    private ResultFile() {}

    /** A document as text, indented by two spaces, ending in a line feed. */
    public static String toText(Object document) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return Json.mapper().writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that JSON cannot hold", e);
        }
    }

    /**
     * Writes text to a file, whole or not at all: a reader never sees half of it. A link stays one, and what it leads to
     * is written; a pipe or a device is written to, never replaced.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, String text) throws IOException {
        if (isPipeOrDevice(file)) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } else {
            WholeFile.write(file, text);
        }
    }

    /** Whether a file is there that takes text without keeping it. */
    public static boolean isPipeOrDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }
}
