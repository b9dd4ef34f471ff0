package dev.santoku.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files beside their targets that are not whole yet, named by the process that writes them: by its number, and by when it
 * began, since in a container the next process often has the number of one that was killed.
 */
final class UnfinishedFiles {
    /** A file is written in less; on a disk that machines share, the writer may be a process of another one. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private UnfinishedFiles() {}

    /** Where this process writes what is to become the target. */
    static Path of(Path target) {
        ProcessHandle self = ProcessHandle.current();
        long began = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return target.resolveSibling("%s.%d-%d.part".formatted(target.getFileName(), self.pid(), began));
    }

    /**
     * Deletes what processes left that were killed while they wrote this target; what cannot be deleted stays. Older versions
     * named their files by the process's number alone.
     */
    static void deleteStale(Path target) {
        Pattern name =
                Pattern.compile(Pattern.quote(target.getFileName().toString()) + "\\.(\\d{1,18})(-\\d+)?\\.part");
        Path own = of(target);
        try (Stream<Path> files = Files.list(target.getParent())) {
            List<Path> stale = files.filter(file -> !file.equals(own) && isStale(file, name))
                    .toList();
            for (Path file : stale) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Nothing that is wanted is lost: whether the target itself can be written shows next.
        }
    }

    private static boolean isStale(Path file, Pattern name) {
        Matcher unfinished = name.matcher(file.getFileName().toString());
        return unfinished.matches() && !isRunning(Long.parseLong(unfinished.group(1))) && isOld(file);
    }

    /** Whether another process than this one has this number now. */
    private static boolean isRunning(long process) {
        return process != ProcessHandle.current().pid()
                && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
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
