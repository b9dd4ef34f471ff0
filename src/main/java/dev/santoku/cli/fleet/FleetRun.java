package dev.santoku.cli.fleet;

import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.terminal.Version;
import dev.santoku.files.Folders;
import dev.santoku.report.fleet.Merge;
import dev.santoku.report.fleet.MergePage;
import dev.santoku.report.fleet.MergeText;
import dev.santoku.report.fleet.Merger;
import dev.santoku.report.text.TextTable;
import dev.santoku.result.BackendFact;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A fleet from its start to its report. */
record FleetRun(FleetOptions options, Driver driver, Terminal terminal) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    ExitCode execute() throws CommandException {
        String id = RunFiles.newId(Instant.now());
        Path folder = options.outputs().folder().resolve("fleet-" + id).toAbsolutePath();
        RunFiles.checkFolder(folder, "--out");
        NodeBoard board = new NodeBoard(terminal, options.display().quiet());
        try (TemporaryFolder work =
                TemporaryFolder.create("fleet", terminal, options.display().verbose())) {
            driver.run(
                    options.cluster().master(),
                    "dev.santoku.cluster.FleetMain",
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", // it waits more than it computes
                    task(id, folder),
                    work.path(),
                    line -> NodeEvent.parse(line).ifPresent(board::take));
        } catch (CommandException e) {
            if (board.all().isEmpty()) {
                Folders.deleteAll(folder);
            } else {
                finish(board, folder); // what was measured before the cluster failed
            }
            throw e;
        }
        return finish(board, folder);
    }

    private ExitCode finish(NodeBoard board, Path folder) throws CommandException {
        Merger merger = new Merger();
        List<NodeEvent> nodes = new ArrayList<>();
        for (NodeEvent node : board.all()) {
            nodes.add(add(merger, node, folder));
        }
        report(merger, nodes, folder);
        return exitCode(nodes, merger);
    }

    private Map<String, Object> task(String id, Path folder) {
        return Map.of(
                "id", id,
                "home", driver.checkout().toString(),
                "bundle", options.bundle().map(Path::toString).orElse(""),
                "arguments", options.arguments(),
                "limitSeconds", options.limit().toSeconds(),
                "repeat", options.repeat(),
                "cluster", wanted(),
                "folder", folder.toString());
    }

    private Map<String, Object> wanted() {
        return Map.of(
                "nodes", options.cluster().nodes().orElse(0),
                "gpus", options.cluster().gpus(),
                "patienceSeconds", PATIENCE.toSeconds());
    }

    /** Its result, or why there is none. */
    private NodeEvent add(Merger merger, NodeEvent node, Path folder) {
        if (node.state().equals("twice")) {
            return node;
        }
        if (node.file() == null || node.file().isEmpty()) {
            merger.refuse(node.title(), node.state() + ": " + node.text());
            return node;
        }
        try {
            Path file = folder.resolve(Path.of(node.file()).getFileName());
            ResultReader.Read read = ResultReader.readComparison(file);
            ResultFiles.tellChange(file, read, terminal);
            merger.add(node.title(), read.result());
            return node.saying(List.of(Optional.ofNullable(node.text()).orElse(""), lacks(read)).stream()
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("; ")));
        } catch (RefusedFileException e) {
            merger.refuse(node.title(), e.getMessage());
            return new NodeEvent(node.node(), node.run(), "failed", e.getMessage(), node.seconds(), node.exit(), "");
        }
    }

    private static String lacks(ResultReader.Read read) {
        return read.result().backends().stream()
                .filter(backend -> backend.id().equals("jocl") && !backend.available())
                .map(BackendFact::reason)
                .map(reason -> "no OpenCL: " + reason)
                .findFirst()
                .orElse("");
    }

    private void report(Merger merger, List<NodeEvent> nodes, Path folder) throws CommandException {
        Merge merge = merger.result();
        String json = ResultFile.toText(merge);
        String page = new MergePage(merge).toHtml(Version.read().version());
        Output.write(folder.resolve("fleet.json"), json);
        Output.write(folder.resolve("fleet.html"), page);
        options.outputs().html().write(() -> page, terminal);
        options.outputs().json().write(() -> json, terminal);
        if (!options.outputs().json().isStandardOutput()) {
            terminal.out().println(table(nodes));
            if (merger.mergedRuns() > 0) {
                terminal.out()
                        .print("\n"
                                + new MergeText(merge)
                                        .toText(terminal.style(options.display().noColor())));
            }
        }
        if (!options.display().quiet()) {
            terminal.err().println("results: " + folder);
            terminal.err().println("charts: " + folder.resolve("fleet.html"));
        }
    }

    private static String table(List<NodeEvent> nodes) {
        return new TextTable<NodeEvent>()
                .left("node", NodeEvent::title)
                .left("state", NodeEvent::state)
                .right("seconds", node -> node.seconds() > 0 ? "%.0f".formatted(node.seconds()) : "–")
                .whole("reason", node -> node.text() == null ? "" : node.text())
                .of(nodes);
    }

    private static ExitCode exitCode(List<NodeEvent> nodes, Merger merger) {
        List<NodeEvent> counted =
                nodes.stream().filter(node -> !node.state().equals("twice")).toList();
        if (counted.stream().anyMatch(node -> node.exit() == ExitCode.WRONG_PRODUCT.status())) {
            return ExitCode.WRONG_PRODUCT;
        } else if (merger.mergedRuns() == 0) {
            return ExitCode.NOTHING_MEASURED;
        }
        boolean well = counted.stream().allMatch(node -> node.state().equals("done") && node.exit() == 0);
        return well ? ExitCode.DONE : ExitCode.FAILED;
    }
}
