package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Events events = new Events(new PrintStream(out, true, StandardCharsets.UTF_8));

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void anEventIsALineWhateverANodeSays() throws IOException {
        events.node("node1", 2, "running", "a \"line\"\nand another");
        assertThat(lines()).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines().get(0));
        assertThat(event.get("node").asText()).isEqualTo("node1");
        assertThat(event.get("run").asInt()).isEqualTo(2);
        assertThat(event.get("state").asText()).isEqualTo("running");
        assertThat(event.get("text").asText()).isEqualTo("a \"line\"\nand another");
    }

    @Test
    void anEndHasItsOutcome() throws IOException {
        events.ended("node1", 1, new Outcome("0", Outcome.State.DONE, 6, "exit code 6: x", 2.5, "{}"), "node1.json");
        JsonNode event = new ObjectMapper().readTree(lines().get(0));
        assertThat(event.get("state").asText()).isEqualTo("done");
        assertThat(event.get("exit").asInt()).isEqualTo(6);
        assertThat(event.get("seconds").asDouble()).isEqualTo(2.5);
        assertThat(event.get("file").asText()).isEqualTo("node1.json");
        assertThat(event.has("result")).isFalse();
    }
}
