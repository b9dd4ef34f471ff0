package dev.santoku.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells whoever started the driver what happens: a line of JSON for each event. */
final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    Events(PrintStream out) {
        this.out = out;
    }

    /**
     * A node is in another state, or says another thing.
     *
     * @param run which of its runs; 0 where each has one
     */
    synchronized void node(String node, int run, String state, String text) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("node", node);
        event.put("run", run);
        event.put("state", state);
        event.put("text", text);
        tell(event);
    }

    /**
     * A run of a node has ended.
     *
     * @param run which; 0 where each has one
     * @param file its result; empty where there is none
     */
    synchronized void ended(String node, int run, Outcome outcome, String file) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("node", node);
        event.put("run", run);
        event.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
        event.put("text", outcome.reason());
        event.put("seconds", outcome.seconds());
        event.put("exit", outcome.exit());
        event.put("file", file);
        tell(event);
    }

    /**
     * A product comes on, or has ended.
     *
     * @param exit the exit code of the program, where it has ended
     */
    synchronized void product(String state, int exit, String text) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("state", state);
        event.put("exit", exit);
        event.put("text", text);
        tell(event);
    }

    private void tell(Map<String, Object> event) {
        try {
            out.println(JSON.writeValueAsString(event));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
