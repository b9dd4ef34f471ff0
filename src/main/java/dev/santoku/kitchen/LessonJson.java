package dev.santoku.kitchen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.untrusted.UntrustedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a scene's process is told what to play, and tells what it showed. */
final class LessonJson {
    private static final JsonMapper MAPPER = UntrustedJson.mapper().build();

    private LessonJson() {}

    static void write(Path file, Object value) throws IOException {
        try {
            Files.writeString(file, MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that JSON cannot hold", e);
        }
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        return MAPPER.readValue(Files.readString(file), type);
    }
}
