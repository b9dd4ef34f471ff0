package dev.santoku.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.files.Folders;
import dev.santoku.result.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker process: reads requests from standard input, writes answers to the pipe that it is told, one line of JSON
 * each.
 *
 * <p>It never outlives its parent. Only the parent holds the other end of standard input, so that its end, however it
 * comes, is an end of file here; a thread of its own waits for that and halts, whatever the main thread does.
 */
public final class WorkerMain {
    /** System property: the path of the pipe for answers; standard output without it. */
    static final String PIPE_PROPERTY = "santoku.answers";

    /** How the names of workers' temporary folders begin. */
    static final String TEMPORARY_PREFIX = "santoku-worker";

    private static final long PATIENCE_WITH_DRIVERS = 1000;

    private WorkerMain() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws InterruptedException, IOException {
        Locale.setDefault(Locale.ROOT); // digits in reasons and names of devices
        PrintStream answers = new PrintStream(pipe(), true, StandardCharsets.UTF_8);
        // What a library prints must not mix with the answers.
        System.setOut(System.err);
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> readUntilTheParentIsGone(requests), "santoku-requests");
        reader.setDaemon(true);
        reader.start();
        JsonMapper json = Json.mapper();
        WorkerSession session = new WorkerSession();
        while (true) {
            String line = requests.take();
            try {
                answers.println(json.writeValueAsString(session.answer(json.readValue(line, Request.class))));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the parent and this worker do not speak the same language", e);
            }
        }
    }

    private static OutputStream pipe() throws IOException {
        String path = System.getProperty(PIPE_PROPERTY);
        return path == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(path);
    }

    private static void readUntilTheParentIsGone(BlockingQueue<String> requests) {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(line);
            }
        } catch (IOException e) {
            System.err.println("standard input broke: " + e.getMessage());
        }
        exitInAnyCase();
    }

    /** A parent that was killed no longer does it; only a folder of a worker's own is touched. */
    private static void deleteTemporaryFiles() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        if (folder.getFileName() != null && folder.getFileName().toString().startsWith(TEMPORARY_PREFIX)) {
            Folders.deleteAll(folder);
        }
    }

    /** Libraries delete their temporary files at an orderly exit; a driver that hangs in one does not keep us. */
    private static void exitInAnyCase() {
        Thread impatience = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE_WITH_DRIVERS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0);
                },
                "santoku-impatience");
        impatience.setDaemon(true);
        impatience.start();
        deleteTemporaryFiles();
        System.exit(0);
    }
}
