package dev.santoku.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files and folders beside their targets that are not whole yet, named by the process that writes them. */
public final class UnfinishedFiles {
    /** A file is written in less; on a disk that machines share, the writer may be a process of another one. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private static final String BLOCKS = ".blocks";

    private UnfinishedFiles() {}

    /** Where this process writes what is to become the target. */
    public static Path of(Path target) {
        return target.resolveSibling("%s.%s.part".formatted(target.getFileName(), ProcessMark.own()));
    }

    /** Where this process keeps parts of what is to become the target. */
    public static Path folderOf(Path target) {
        return of(target).resolveSibling(of(target).getFileName() + BLOCKS);
    }

    /** Deletes what processes left that were killed while they wrote this target; what cannot be deleted stays. */
    public static void deleteStale(Path target) {
        deleteStale(
                target.toAbsolutePath().getParent(),
                Pattern.compile(Pattern.quote(target.getFileName().toString())));
    }

    /** Likewise of all targets in a folder whose names are like this. */
    public static void deleteStale(Path folder, Pattern targets) {
        Pattern names = Pattern.compile(
                "(?:%s)\\.(?<mark>%s)\\.part(?:%s)?".formatted(targets, ProcessMark.PATTERN, Pattern.quote(BLOCKS)));
        deleteStale(folder, names, Set.of());
    }

    /**
     * Deletes what is named by processes that are gone; what cannot be deleted stays.
     *
     * @param names with the mark of a process as their group {@code mark}
     * @param kept names of what stays
     */
    public static void deleteStale(Path folder, Pattern names, Set<String> kept) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> stale = files.filter(
                            file -> !kept.contains(file.getFileName().toString()) && isStale(file, names))
                    .toList();
            for (Path file : stale) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Folders.deleteAll(file);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // Nothing that is wanted is lost: whether the target itself can be written shows next.
        }
    }

    private static boolean isStale(Path file, Pattern names) {
        Matcher unfinished = names.matcher(file.getFileName().toString());
        return unfinished.matches()
                && ProcessMark.parse(unfinished.group("mark"))
                        .filter(ProcessMark::mayRun)
                        .isEmpty()
                && isOld(file);
    }

    private static boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(LONGEST_WRITE));
        } catch (IOException e) {
            return false; // it is gone: somebody finished it
        }
    }
}
