package dev.santoku.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder of this process alone, until it is closed. A file in it names the process, which holds a lock on that file: so the
 * next run knows what one that was killed left behind. The lock tells across containers, where numbers of processes do not.
 */
public final class OwnedFolder implements AutoCloseable {
    /** How the names of all temporary folders begin. */
    private static final String PREFIX = "santoku-";

    private static final String MARK = ".owner-";

    private final Path path;
    private final Path mark;
    private final FileChannel lock;

    private OwnedFolder(Path path, Path mark, FileChannel lock) {
        this.path = path;
        this.mark = mark;
        this.lock = lock;
    }

    /**
     * Creates one among the temporary files, and clears those that killed runs of this user left there.
     *
     * @param purpose stands in its name
     * @throws IOException when it cannot be created
     */
    public static OwnedFolder temporary(String purpose) throws IOException {
        Path path = Files.createTempDirectory(PREFIX + purpose + "-");
        UserPrincipal user = Files.getOwner(path);
        clearAbandoned(path.getParent(), PREFIX + "*", folder -> isOf(user, folder));
        return of(path);
    }

    /**
     * Takes a folder, which is created where it is not there. What an earlier process left in it stays.
     *
     * @throws IOException when nothing can be written into it
     */
    public static OwnedFolder of(Path path) throws IOException {
        Files.createDirectories(path);
        for (Path earlier : marks(path)) {
            if (isDead(earlier)) {
                Files.deleteIfExists(earlier);
            }
        }
        Path mark = path.resolve(MARK + ProcessMark.own());
        FileChannel lock = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock.tryLock();
        } catch (IOException e) {
            // A file system without locks: the number of the process has to do.
        }
        return new OwnedFolder(path, mark, lock);
    }

    /** Deletes folders with all that is in them whose processes are gone; others stay, and so do those that nobody owned. */
    public static void clearAbandoned(Path parent, String glob, Predicate<Path> wanted) {
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, glob)) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && wanted.test(folder)) {
                    List<Path> marks = marks(folder);
                    if (!marks.isEmpty() && marks.stream().allMatch(OwnedFolder::isDead)) {
                        abandoned.add(folder);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // what cannot be looked through is left alone
        }
        abandoned.forEach(Folders::deleteAll);
    }

    private static boolean isOf(UserPrincipal user, Path folder) {
        try {
            return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user);
        } catch (IOException e) {
            return false; // it has just gone
        }
    }

    private static List<Path> marks(Path folder) {
        List<Path> marks = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, MARK + "*")) {
            files.forEach(marks::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return marks;
    }

    /** Never opens the mark of this process: to close a file is to lose all locks on it. */
    private static boolean isDead(Path mark) {
        Optional<ProcessMark> owner =
                ProcessMark.parse(mark.getFileName().toString().substring(MARK.length()));
        if (owner.isEmpty() || owner.get().mayRun() || !Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** It goes with all that is in it. */
    public void delete() {
        close();
        Folders.deleteAll(path);
    }

    /** It is nobody's from now on, and stays with all that is in it. */
    @Override
    public void close() {
        try {
            lock.close();
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            // It is gone already, or the next run clears it.
        }
    }
}
