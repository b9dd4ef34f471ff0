package dev.santoku.result.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files that take text without keeping it. */
final class PipeOrDevice {
    /** Who makes a pipe starts its reader before, or at once. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private PipeOrDevice() {}

    static boolean is(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /**
     * Writes a text as UTF-8, and does not wait for ever for somebody who reads it.
     *
     * @throws IOException when nobody does, or it cannot be written
     */
    static void write(Path file, String text) throws IOException {
        write(file, text, LONGEST_WAIT);
    }

    /** @param wait for who reads it, at most */
    static void write(Path file, String text, Duration wait) throws IOException {
        try (OutputStream stream = open(file, wait)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** To open a pipe is to wait for its reader, and nothing ends that; so a thread of its own waits. */
    private static OutputStream open(Path file, Duration wait) throws IOException {
        CompletableFuture<OutputStream> opened = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        OutputStream stream = Files.newOutputStream(file, StandardOpenOption.WRITE);
                        if (!opened.complete(stream)) {
                            stream.close(); // too late
                        }
                    } catch (IOException | RuntimeException e) {
                        opened.completeExceptionally(e);
                    }
                },
                "santoku-pipe");
        thread.setDaemon(true);
        thread.start();
        try {
            return opened.orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new IOException("nobody reads from this pipe; start its reader first, or name a file", e);
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for who reads from this pipe", e);
        }
    }
}
