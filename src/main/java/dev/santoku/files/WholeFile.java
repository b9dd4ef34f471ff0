package dev.santoku.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files of which a reader never sees half: what is written moves to its place when it is whole. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a text as UTF-8, in place of what the file held. A link stays one: the file that it leads to is replaced.
     *
     * @throws IOException when it cannot be written; the file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        fill(file, unfinished -> {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        });
    }

    /**
     * Writes what a file's content is.
     *
     * @param <E> what else may go wrong
     */
    @FunctionalInterface
    public interface Content<E extends Exception> {
        /** Fills an empty file that is there. */
        void writeTo(Path unfinished) throws IOException, E;
    }

    /**
     * Writes a file, in place of what it held. A link stays one: the file that it leads to is replaced.
     *
     * @throws IOException when it cannot be written; the file is then as it was
     * @throws E when its content says so; likewise
     */
    public static <E extends Exception> void fill(Path file, Content<E> content) throws IOException, E {
        Path target = target(file);
        // No temporary file of the library's making: those are closed to all but their owner, and stay so.
        Path unfinished = UnfinishedFiles.of(target);
        UnfinishedFiles.deleteStale(target);
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(unfinished);
                channel.force(true); // else a power cut after the move could leave an empty file
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            FolderSync.force(target.getParent()); // else it could bring the old file back
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Where a file lies in the end, links followed. */
    public static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }
}
