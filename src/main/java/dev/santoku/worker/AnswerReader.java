package dev.santoku.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lines of a worker's standard output, with a deadline. A worker gone mad may write without end or without line breaks:
 * lines and their number are bounded, the rest stays in the pipe.
 */
final class AnswerReader {
    private static final int LONGEST_LINE = 4 << 20;
    private static final int MOST_LINES_WAITING = 16;

    /** The lines that were read; empty stands for the end of the stream. */
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(MOST_LINES_WAITING);

    AnswerReader(InputStream stream) {
        Thread reader = new Thread(() -> read(new BufferedInputStream(stream)), "santoku-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The next line, or empty at the end of the stream.
     *
     * @throws TimeoutException when the deadline passes first
     */
    Optional<String> next(Duration deadline) throws TimeoutException {
        try {
            Optional<String> line = lines.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new TimeoutException();
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void read(InputStream stream) {
        try (stream) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int read = stream.read(); read >= 0; read = stream.read()) {
                if (read == '\n' || line.size() == LONGEST_LINE) {
                    lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(read);
                }
            }
            lines.put(Optional.empty());
        } catch (IOException e) {
            lines.offer(Optional.empty()); // the process was ended while its pipe was read
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
