package dev.santoku.cli.terminal;

import dev.santoku.diagnosis.FileErrors;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Results as UTF-8, whatever the locale says. It keeps why they could not be written, which a stream to print on swallows. */
public final class StandardOutput extends PrintStream {
    private final Watched watched;
    private final Path descriptor;

    /** @param descriptor a link that tells what the stream leads to; there need not be one */
    StandardOutput(OutputStream stream, Path descriptor) {
        this(new Watched(stream), descriptor);
    }

    private StandardOutput(Watched watched, Path descriptor) {
        super(watched, true, StandardCharsets.UTF_8);
        this.watched = watched;
        this.descriptor = descriptor;
    }

    /** This process's. */
    public static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), Path.of("/proc/self/fd/1"));
    }

    /** Why something could not be written; empty where all was, and where who read it has gone, as {@code head -1} does. */
    Optional<String> loss() {
        flush();
        return Optional.ofNullable(watched.trouble)
                .filter(trouble -> !isPipe() && !tellsOfAPipe(trouble))
                .map(FileErrors::inWords);
    }

    /** The system's own words may be of any language. */
    private boolean isPipe() {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("(pipe|socket):.*");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean tellsOfAPipe(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** After the first trouble nothing is written any more: a result with a hole in it would be worse than half a one. */
    private static final class Watched extends FilterOutputStream {
        private volatile IOException trouble;

        Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (trouble != null) {
                throw trouble;
            }
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                trouble = e;
                throw e;
            }
        }
    }
}
