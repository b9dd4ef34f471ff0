package dev.santoku.backend.tuned;

import dev.santoku.backend.Tuned;
import dev.santoku.files.RegularFile;
import dev.santoku.files.UserCache;
import dev.santoku.files.WholeFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was tuned on this machine, in a file among the user's caches. A reader never sees half of it. */
public final class TunedCache {
    /** No tuner writes so much: what is larger is somebody else's. */
    private static final int MOST_BYTES = 1 << 20;

    /** Another program writes the file in far less. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final Path file;

    /** @param file may be absent */
    public TunedCache(Path file) {
        this.file = file;
    }

    /** The user's: {@code tuned.json} among their caches. */
    public static TunedCache ofUser() {
        return new TunedCache(UserCache.folder().resolve("tuned.json"));
    }

    /** Whether some words stand in it; what is too large, or cannot be read, has none. */
    public boolean mentions(String words) {
        try {
            return new String(RegularFile.read(file, MOST_BYTES), StandardCharsets.UTF_8).contains(words);
        } catch (IOException e) {
            return false;
        }
    }

    /** Another file in its folder. */
    public Path sibling(String name) {
        return file.resolveSibling(name);
    }

    /**
     * What a look into the file found.
     *
     * @param entries none where there is no file, or one that was refused
     * @param trouble why it was refused, in one line
     */
    public record Content(List<Tuned> entries, Optional<String> trouble) {
        public Content {
            entries = List.copyOf(entries);
        }
    }

    /** Never throws: a file that cannot be used is as good as none. */
    public Content read() {
        try {
            return new Content(TunedFile.parse(text(RegularFile.read(file, MOST_BYTES))), Optional.empty());
        } catch (NoSuchFileException e) {
            return new Content(List.of(), Optional.empty());
        } catch (CharacterCodingException e) {
            return refused("it is damaged or cut off");
        } catch (RegularFile.RefusedException e) {
            return refused(e.getMessage());
        } catch (IOException e) {
            return refused("it cannot be read");
        } catch (TunedFile.RefusedException e) {
            return refused(e.getMessage());
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private Content refused(String why) {
        return new Content(
                List.of(),
                Optional.of(
                        "tuned parameters in %s are not used, %s; to tune anew: santoku tune".formatted(file, why)));
    }

    /**
     * Creates the folder where there is none, and tries to write where the lock goes and where a link leads.
     *
     * @throws IOException when nothing can be written there, with what to do about it
     */
    public void prepare() throws IOException {
        tryToWriteInto(file.getParent());
        lock();
        if (Files.exists(file)) {
            tryToWriteInto(file.toRealPath().getParent());
        }
    }

    private static void tryToWriteInto(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "tuned", ".probe"));
        } catch (IOException e) {
            throw new IOException(
                    "nothing can be written into %s; name another folder with XDG_CACHE_HOME".formatted(folder), e);
        }
    }

    /**
     * Adds an entry, in place of one with the same key. A file that was refused is put aside as {@code tuned.json.refused}
     * first. Several processes may do this at once.
     *
     * @throws IOException when it cannot be written; the file is then as it was
     */
    public void keep(Tuned tuned) throws IOException {
        Files.createDirectories(file.getParent());
        Path lock = lock();
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock(channel, lock)) {
            if (!held.isValid()) {
                throw new IOException("the lock " + lock + " was lost");
            }
            add(tuned);
        }
    }

    /** The file of the lock, which may not be there. */
    private Path lock() throws IOException {
        Path lock = file.resolveSibling("tuned.lock");
        if (Files.exists(lock)) {
            try {
                RegularFile.requireRegular(lock);
            } catch (RegularFile.RefusedException e) {
                throw new IOException("%s: %s; delete it".formatted(lock, e.getMessage()), e);
            }
        }
        return lock;
    }

    /** One that is stopped may hold it for ever. */
    private static FileLock lock(FileChannel channel, Path lock) throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            FileLock held = channel.tryLock();
            if (held != null) {
                return held;
            }
            if (System.nanoTime() > end) {
                throw new IOException("another program holds the lock " + lock);
            }
            try {
                Thread.sleep(BETWEEN_TRIES.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the lock " + lock);
            }
        }
    }

    private void add(Tuned tuned) throws IOException {
        Content before = read();
        if (before.trouble().isPresent()) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".refused"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<Tuned> entries = new ArrayList<>(before.entries());
        entries.removeIf(entry -> entry.key().isSame(tuned.key()));
        entries.add(tuned);
        WholeFile.write(file, TunedFile.toText(entries));
    }
}
