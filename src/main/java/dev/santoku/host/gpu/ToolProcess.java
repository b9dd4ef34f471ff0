package dev.santoku.host.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs a tool for its standard output; one that hangs is ended, and what writes without end is cut off. */
final class ToolProcess {
    private static final int MOST_BYTES = 4 << 20;

    private ToolProcess() {}

    /**
     * What a tool wrote.
     *
     * @param status with which it ended
     * @param text of its standard output
     */
    record Output(int status, String text) {}

    /**
     * The file that a shell would run, or that lies where installers put it.
     *
     * @param path folders, as {@code PATH} has them
     */
    static Optional<Path> find(String name, String path, List<String> usualFolders) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String file = windows ? name + ".exe" : name;
        return Stream.concat(Stream.of(path.split(java.io.File.pathSeparator, -1)), usualFolders.stream())
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> within(folder, file))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Nothing where the folder's name has letters that this process's encoding of file names does not have. */
    private static Stream<Path> within(String folder, String file) {
        try {
            return Stream.of(Path.of(folder, file));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /**
     * Runs it to its end.
     *
     * @return empty where it cannot be started, or writes without end
     * @throws ToolTimeoutException when it takes longer than it may
     */
    static Optional<Output> run(Path tool, List<String> arguments, Duration limit) throws ToolTimeoutException {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C"); // a decimal point, whatever the user's language
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                return outcome(process, limit);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Output> outcome(Process process, Duration limit) throws ToolTimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.getInputStream(), bytes), "santoku-tool");
        reader.setDaemon(true); // a tool that a driver holds cannot be ended; it must not hold us
        reader.start();
        try {
            byte[] written = bytes.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (written.length == MOST_BYTES) {
                return Optional.empty();
            }
            if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new ToolTimeoutException();
            }
            return Optional.of(new Output(process.exitValue(), new String(written, StandardCharsets.UTF_8)));
        } catch (TimeoutException e) {
            throw new ToolTimeoutException();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void read(InputStream stream, CompletableFuture<byte[]> bytes) {
        try {
            bytes.complete(stream.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            bytes.completeExceptionally(new UncheckedIOException(e));
        }
    }
}
