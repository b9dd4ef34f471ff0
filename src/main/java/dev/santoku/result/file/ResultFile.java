package dev.santoku.result.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.files.WholeFile;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes JSON documents. */
public final class ResultFile {
    private ResultFile() {}

    /** A result as text, with the checksum of its content. */
    public static String toText(RunResult result) {
        return toText((Object) document(result));
    }

    /** A result as it is written: its last key is the checksum of the others. */
    public static ObjectNode document(RunResult result) {
        ObjectNode document = Json.mapper().valueToTree(result);
        try {
            byte[] content = Json.mapper().writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
            return document.put(ContentDigest.KEY, ContentDigest.of(content).computed());
        } catch (IOException | RefusedFileException e) {
            throw new IllegalStateException("a result that JSON cannot hold", e);
        }
    }

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
     * is written; a pipe or a device is written to, never replaced, and a pipe that nobody
     * reads from is given up after a while.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, String text) throws IOException {
        if (isPipeOrDevice(file)) {
            PipeOrDevice.write(file, text);
        } else {
            WholeFile.write(file, text);
        }
    }

    /** Whether a file is there that takes text without keeping it. */
    public static boolean isPipeOrDevice(Path file) {
        return PipeOrDevice.is(file);
    }
}
