package dev.santoku.kitchen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Holds threads on cores through Linux' {@code taskset}, while they run: rows on one core and rows on several can so take
 * turns in one process, warm alike.
 */
final class Affinity {
    private static final int PATIENCE_SECONDS = 10;

    private final Path taskset;

    private Affinity(Path taskset) {
        this.taskset = taskset;
    }

    /** What holds this process on cores, or why nothing does. */
    sealed interface Search {
        /** Threads can be held. */
        record Found(Affinity affinity) implements Search {}

        /** They cannot. */
        record Missing(String reason) implements Search {}
    }

    /**
     * Looks for it and tries it: some containers forbid it.
     *
     * @param cores those that this process may use
     */
    static Search find(Cores cores) {
        if (!cores.numbered()) {
            return new Search.Missing(
                    "%s has no command that holds a program to one core".formatted(System.getProperty("os.name")));
        }
        Optional<Path> program = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "taskset"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            return new Search.Missing("there is no taskset on the PATH; it comes with util-linux");
        }
        Affinity affinity = new Affinity(program.get());
        try {
            affinity.hold(cores.processors());
            return new Search.Found(affinity);
        } catch (IOException e) {
            return new Search.Missing(e.getMessage());
        }
    }

    /**
     * Holds the calling thread, a platform thread, on these logical processors, and with it all threads that it starts from
     * now on.
     *
     * @throws IOException when the system refuses; the message says why
     */
    void hold(List<Integer> processors) throws IOException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        run("-c", "-p", list(processors), self.getFileName().toString());
    }

    private static String list(List<Integer> processors) {
        return processors.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void run(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(taskset.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("taskset does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taskset ran", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("taskset cannot hold a thread on a core here: "
                    + said.lines()
                            .filter(line -> line.startsWith("taskset:"))
                            .findFirst()
                            .orElse("it ended with " + process.exitValue()));
        }
    }
}
