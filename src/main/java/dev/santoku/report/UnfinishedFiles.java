package dev.santoku.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files beside their targets that are not whole yet, named by the process that writes them. */
final class UnfinishedFiles {
    /** A file is written in less; on a disk that machines share, the writer may be a process of another one. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private UnfinishedFiles() {}

    /** Where this process writes what is to become the target. */
    static Path of(Path target) {
        return target.resolveSibling("%s.%d.part"
                .formatted(target.getFileName(), ProcessHandle.current().pid()));
    }

    /** Deletes what processes left that were killed while they wrote this target; what cannot be deleted stays. */
    static void deleteStale(Path target) {
        Pattern name = Pattern.compile(Pattern.quote(target.getFileName().toString()) + "\\.(\\d{1,18})\\.part");
        try (Stream<Path> files = Files.list(target.getParent())) {
            List<Path> stale = files.filter(file -> isStale(file, name)).toList();
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

    private static boolean isRunning(long process) {
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
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
