package dev.santoku.journal;

import dev.santoku.files.FolderSync;
import dev.santoku.files.UnfinishedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that keeps a run while it goes on. An entry is on the disk when {@link #append} returns, so that whatever ends
 * the run spoils the last line at most. It is locked as long as it is open: two programs cannot go on with one run.
 */
public final class Journal implements AutoCloseable {
    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/journal/1";

    private final Path file;
    private FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins one. It is there with its head, or not at all.
     *
     * @param file must not exist
     * @throws IOException when it cannot be written
     */
    public static Journal begin(Path file, JournalEntry.Head head) throws IOException {
        return new Journal(file, create(file, JournalLine.of(head).getBytes(StandardCharsets.UTF_8)));
    }

    /** A file of this content, locked, which has reached the disk under its name. */
    private static FileChannel create(Path file, byte[] content) throws IOException {
        Path unfinished = UnfinishedFiles.of(file);
        FileChannel channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            tryLock(channel);
            write(channel, ByteBuffer.wrap(content));
            Files.move(unfinished, file);
            FolderSync.force(file.toAbsolutePath().getParent());
            return channel;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /**
     * Opens one that is there.
     *
     * @throws BusyException when a program is at work on it
     * @throws IOException when it cannot be opened, written or locked
     */
    public static Journal open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Journal journal = new Journal(file, channel);
        try {
            lock(channel);
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A program is at work on the journal, perhaps the very run that seemed interrupted. */
    public static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("a program is at work on it");
        }
    }

    /** A file system that knows no locks keeps nobody from measuring; to go on with a run takes one. */
    private static void tryLock(FileChannel channel) throws IOException {
        try {
            lock(channel);
        } catch (BusyException e) {
            throw e;
        } catch (IOException e) {
            channel.position(0); // nothing is written yet
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new BusyException();
            }
        } catch (OverlappingFileLockException e) {
            throw new BusyException();
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Bytes that are in it. */
    public long size() throws IOException {
        return channel.size();
    }

    /**
     * All that is in it.
     *
     * @throws IOException when it cannot be read
     */
    public byte[] read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        long position = 0;
        for (int count = 0; count >= 0 && bytes.hasRemaining(); position += count) {
            count = channel.read(bytes, position);
        }
        return bytes.array();
    }

    /**
     * Cuts off what a power cut tore; entries follow there.
     *
     * @param bytes that stay
     */
    public void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
    }

    /**
     * Adds an entry: when this returns, it has reached the disk. Where somebody deleted the journal meanwhile, or its folder, it
     * is written anew with all that was in it.
     *
     * @throws IOException when it cannot be written; the journal is then as it was
     */
    public void append(JournalEntry entry) throws IOException {
        if (channel.isOpen() && !Files.exists(file)) {
            byte[] content = read();
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel anew = create(file, content);
            channel.close();
            channel = anew;
        }
        write(channel, StandardCharsets.UTF_8.encode(JournalLine.of(entry)));
    }

    /** Half a line is cut off again: a disk may be full. */
    private static void write(FileChannel channel, ByteBuffer line) throws IOException {
        long before = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            try {
                channel.truncate(before);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Deletes it: the result file holds all of it. */
    public void discard() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
