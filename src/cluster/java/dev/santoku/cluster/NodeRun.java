package dev.santoku.cluster;

import dev.santoku.files.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;

/**
 * A comparison on this node: the ordinary {@code compare} as a process, which has nothing of Spark in it. It ends when this
 * process does, however that ends: a shell in between waits for the end of its standard input, and then deletes its folder.
 */
final class NodeRun {
    private static final ConcurrentHashMap<String, NodeRun> RUNS = new ConcurrentHashMap<>();
    private static final long MOST_GRACE_SECONDS = 15;
    /** How the program's words on its own fate begin. */
    private static final String PREFIX = "santoku: ";

    private static final String UNTIL_END_OF_INPUT =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            { while read -r line; do :; done; >.alone; kill "$child"; } <&3 2>/dev/null &
            watch=$!
            status=0
            wait "$child" || status=$?
            kill "$watch" 2>/dev/null
            [ ! -e .alone ] || rm -rf -- "$PWD"
            exit "$status"
            """;

    private final Path folder;
    private final Process process;
    private final Thread reader;
    private final long started = System.nanoTime();
    private final long limitSeconds;
    private volatile String lastLine = "starts";
    private volatile String lastMessage = "";

    private NodeRun(Assignment assignment, String label, List<String> gpus) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("santoku-fleet-");
        limitSeconds = assignment.limitSeconds();
        try {
            process = start(assignment, label, gpus);
        } catch (IOException | InterruptedException e) {
            Folders.deleteAll(folder);
            throw e;
        }
        reader = new Thread(this::read, "santoku-fleet-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private Process start(Assignment assignment, String label, List<String> gpus)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash", "-c", UNTIL_END_OF_INPUT, "node", program(assignment).toString(), "compare"));
        command.addAll(assignment.arguments());
        command.addAll(
                List.of("--label", label, "--out", folder.resolve("results").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("output").toFile());
        // The secret of the cluster is among them.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SPARK_") || name.startsWith("_SPARK_") || name.startsWith("LOG4J_"));
        if (!gpus.isEmpty()) {
            builder.environment().put("CUDA_DEVICE_ORDER", "PCI_BUS_ID"); // as nvidia-smi numbers them
            builder.environment().put("CUDA_VISIBLE_DEVICES", String.join(",", gpus));
        }
        return builder.start();
    }

    /**
     * The run of an assignment on this node, which is started by who asks first.
     *
     * @param gpus the only ones of CUDA that it sees; none for all
     */
    static NodeRun of(Assignment assignment, Node node, List<String> gpus) {
        return RUNS.computeIfAbsent(assignment.id() + " " + node.executor(), unused -> {
            try {
                return new NodeRun(assignment, node.host(), gpus);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("it was interrupted", e));
            }
        });
    }

    /** The script that runs the program here. */
    private Path program(Assignment assignment) throws IOException, InterruptedException {
        Path home = assignment.bundled() ? unpacked(SparkFiles.get(assignment.home())) : Path.of(assignment.home());
        return Stream.of(home.resolve("scripts/santoku.sh"), home.resolve("santoku.sh"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("there is no Santoku in %s: put it there, or give --bundle".formatted(home)));
    }

    private Path unpacked(String archive) throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("bundle"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive, "-C", place.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("the bundle cannot be unpacked: "
                    + Files.readString(folder.resolve("output")).strip());
        }
        try (Stream<Path> content = Files.list(place)) {
            return content.findFirst().orElse(place);
        }
    }

    private void read() {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    lastLine = line.strip();
                    lastMessage = line.startsWith(PREFIX) ? lastLine.substring(PREFIX.length()) : lastMessage;
                }
            }
        } catch (IOException e) {
            lastLine = "its words cannot be read: " + e.getMessage();
        }
    }

    /** What it said last. */
    String lastLine() {
        return lastLine;
    }

    /** Waits a moment; whether it has ended. */
    boolean ended(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    boolean isOverdue() {
        return seconds() > limitSeconds;
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Of one that ended by itself. */
    Outcome outcome(Node node) throws IOException, InterruptedException {
        double seconds = seconds();
        reader.join(1000); // a child of its own may hold the pipe
        int exit = process.exitValue();
        String result = result();
        String reason =
                exit == 0 ? "" : "exit code %d: %s".formatted(exit, lastMessage.isEmpty() ? lastLine : lastMessage);
        Folders.deleteAll(folder);
        return new Outcome(
                node.executor(),
                result.isEmpty() ? Outcome.State.FAILED : Outcome.State.DONE,
                exit,
                result.isEmpty() && exit == 0 ? "it wrote no result: " + lastLine : reason,
                seconds,
                result);
    }

    /** Stops it at its time limit: first by asking, then by force. */
    Outcome stopped(Node node) throws IOException, InterruptedException {
        double seconds = seconds();
        String last = lastLine;
        process.getOutputStream().close();
        if (!ended(1000 * Math.min(limitSeconds, MOST_GRACE_SECONDS))) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        Folders.deleteAll(folder);
        String reason = "no end within %d s; last it said: %s".formatted(limitSeconds, last);
        return new Outcome(node.executor(), Outcome.State.HUNG, -1, reason, seconds, "");
    }

    private String result() throws IOException {
        Path file = Folders.content(folder.resolve("results")).stream()
                .filter(path -> path.toString().endsWith(".json"))
                .max(Comparator.naturalOrder())
                .orElse(null);
        return file == null ? "" : Files.readString(file);
    }
}
