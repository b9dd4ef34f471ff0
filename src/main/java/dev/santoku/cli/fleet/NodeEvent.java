package dev.santoku.cli.fleet;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.untrusted.UntrustedJson;
import java.util.Optional;

/**
 * What the driver tells of a node.
 *
 * @param node its name
 * @param run which of its runs; 0 where each node has one
 * @param state {@code found}, {@code twice}, {@code running}, {@code done}, {@code failed}, {@code hung} or {@code lost}
 * @param text why, or what it said last; may be empty
 * @param seconds that its comparison took; 0 before its end
 * @param exit code of its comparison; 0 before its end
 * @param file of its result in the folder of results; null or empty where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NodeEvent(String node, int run, String state, String text, double seconds, int exit, String file) {
    private static final JsonMapper JSON = UntrustedJson.mapper().build();

    /** Out of a line; empty for any other. */
    static Optional<NodeEvent> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            NodeEvent event = JSON.readValue(line, NodeEvent.class);
            return event.node == null || event.state == null ? Optional.empty() : Optional.of(event);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    boolean hasEnded() {
        return !state.equals("found") && !state.equals("running");
    }

    /** The same with other words. */
    NodeEvent saying(String words) {
        return new NodeEvent(node, run, state, words, seconds, exit, file);
    }

    /** The node, and which of its runs this is where there are several. */
    String title() {
        return run == 0 ? node : "%s, run %d".formatted(node, run);
    }
}
