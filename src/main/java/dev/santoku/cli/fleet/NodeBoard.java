package dev.santoku.cli.fleet;

import dev.santoku.cli.terminal.Screen;
import dev.santoku.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line for each node on one screen; where there is no terminal, a line for each node that is found or ends. */
final class NodeBoard {
    private static final int MOST_ROWS = 40;

    private final Map<String, NodeEvent> nodes = new LinkedHashMap<>();
    private final List<NodeEvent> ended = new ArrayList<>();
    private final List<NodeEvent> twice = new ArrayList<>();
    private final Terminal terminal;
    private final Screen screen;
    private final boolean quiet;

    NodeBoard(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.screen = new Screen(terminal, quiet);
    }

    void take(NodeEvent event) {
        if (event.state().equals("twice")) {
            twice.add(event);
        } else {
            nodes.put(event.node(), event);
            if (event.hasEnded()) {
                ended.add(event);
            }
        }
        screen.show(lines());
        if (!quiet && !screen.moves() && !event.state().equals("running")) {
            terminal.err().println("santoku: " + inWords(event));
        }
    }

    /** Each run that has ended, and nodes without any; in the order in which nodes were found, and those found twice last. */
    List<NodeEvent> all() {
        List<NodeEvent> all = new ArrayList<>();
        for (NodeEvent latest : nodes.values()) {
            List<NodeEvent> runs = ended.stream()
                    .filter(event -> event.node().equals(latest.node()))
                    .toList();
            all.addAll(runs.isEmpty() ? List.of(latest) : runs);
        }
        all.addAll(twice);
        return all;
    }

    private List<String> lines() {
        List<NodeEvent> all = new ArrayList<>(nodes.values());
        all.addAll(twice);
        List<String> lines = new ArrayList<>(
                all.stream().limit(MOST_ROWS).map(NodeBoard::inWords).toList());
        if (all.size() > MOST_ROWS) {
            lines.add("and %d nodes more, %d of all have ended"
                    .formatted(
                            all.size() - MOST_ROWS,
                            all.stream().filter(NodeEvent::hasEnded).count()));
        }
        return lines;
    }

    private static String inWords(NodeEvent event) {
        String seconds = event.seconds() > 0 ? " after %.0f s".formatted(event.seconds()) : "";
        String text = event.text() == null || event.text().isEmpty() ? "" : ": " + event.text();
        return event.title() + " " + event.state() + seconds + text;
    }
}
