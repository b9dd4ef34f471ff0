package dev.santoku.cli.multiply;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.untrusted.UntrustedJson;
import java.util.Optional;

/**
 * What the driver tells of a product.
 *
 * @param state {@code progress}, {@code retry}, {@code hint}, {@code done} or {@code failed}
 * @param exit the exit code where it failed
 * @param text what is done, or why it failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ProductEvent(String state, int exit, String text) {
    private static final JsonMapper JSON = UntrustedJson.mapper().build();

    /** Out of a line; empty for any other. */
    static Optional<ProductEvent> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            ProductEvent event = JSON.readValue(line, ProductEvent.class);
            return event.state == null || event.text == null ? Optional.empty() : Optional.of(event);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
