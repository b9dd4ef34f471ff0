package dev.santoku.backend.opencl;

import dev.santoku.backend.Tuned;
import dev.santoku.backend.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was tuned on this machine, in a file among the user's caches. A reader never sees half of it. */
final class TunedCache {
    /** No tuner writes so much: what is larger is somebody else's. */
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;

    TunedCache(Path file) {
        this.file = file;
    }

    /** The user's, as this process's environment tells. */
    static TunedCache ofUser() {
        return new TunedCache(fileOf(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    /**
     * {@code $XDG_CACHE_HOME/santoku/tuned.json}, else {@code $HOME/.cache/santoku/tuned.json} (XDG Base Directory
     * Specification: relative paths do not count).
     *
     * @param home where the environment names none; Java's own notion of it is the account's, whatever HOME says
     */
    static Path fileOf(Map<String, String> environment, Path home) {
        return folder(environment, "XDG_CACHE_HOME")
                .orElseGet(() -> folder(environment, "HOME").orElse(home).resolve(".cache"))
                .resolve("santoku")
                .resolve("tuned.json");
    }

    /** Another file in its folder. */
    Path sibling(String name) {
        return file.resolveSibling(name);
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable) {
        try {
            return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty(); // letters that this process's encoding of file names does not have
        }
    }

    /**
     * What a look into the file found.
     *
     * @param entries none where there is no file, or one that was refused
     * @param trouble why it was refused, in one line
     */
    record Content(List<Tuned> entries, Optional<String> trouble) {
        Content {
            entries = List.copyOf(entries);
        }
    }

    /** Never throws: a file that cannot be used is as good as none. */
    Content read() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return refused("it is larger than any that Santoku writes");
            }
            return new Content(TunedFile.parse(Files.readString(file)), Optional.empty());
        } catch (NoSuchFileException e) {
            return new Content(List.of(), Optional.empty());
        } catch (CharacterCodingException e) {
            return refused("it is damaged or cut off");
        } catch (IOException e) {
            return refused("it cannot be read");
        } catch (TunedFile.RefusedException e) {
            return refused(e.getMessage());
        }
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
    void prepare() throws IOException {
        tryToWriteInto(file.getParent());
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
    void keep(Tuned tuned) throws IOException {
        Files.createDirectories(file.getParent());
        Path lock = file.resolveSibling("tuned.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock " + lock + " was lost");
            }
            Content before = read();
            if (before.trouble().isPresent()) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".refused"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            List<Tuned> entries = new ArrayList<>(before.entries());
            entries.removeIf(entry -> entry.key().equals(tuned.key()));
            entries.add(tuned);
            WholeFile.write(file, TunedFile.toText(entries));
        }
    }
}
