package dev.santoku.cli.file;

import dev.santoku.cli.terminal.CommandException;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.Folders;
import dev.santoku.files.OwnedFolder;
import dev.santoku.files.UnfinishedFiles;
import dev.santoku.result.file.ResultFile;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run, all named by its id in one folder.
 *
 * @param folder of results
 * @param id {@code <UTC>-<6 hex>}
 * @param earlierLogs what an earlier part of the run kept of its workers' logs when it was interrupted
 */
public record RunFiles(Path folder, String id, List<Path> earlierLogs) {
    private static final String ID = "\\d{8}T\\d{6}Z-[0-9a-f]{6}";
    private static final Pattern JOURNAL = Pattern.compile(ID + "\\.journal");
    private static final Pattern ANY = Pattern.compile(ID + "\\.(?:json|html|journal)");
    private static final String LOGS = ".logs";
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Those of a run that begins. */
    public RunFiles(Path folder, String id) {
        this(folder, id, List.of());
    }

    /** The id of a run that begins at this time. */
    public static String newId(Instant start) {
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        return ID_TIME.format(start) + "-" + HexFormat.of().formatHex(random);
    }

    /** Those of a run that goes on, before it starts workers. One that was killed has no result, and has chosen no logs to keep. */
    public static RunFiles resumed(Path folder, String id) {
        RunFiles files = new RunFiles(folder, id);
        return Files.exists(files.result()) ? new RunFiles(folder, id, logsIn(files.logs())) : files;
    }

    private static List<Path> logsIn(Path folder) {
        return Folders.content(folder).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .sorted()
                .toList();
    }

    /** Whether a file is named as the journal of a run is. */
    public static boolean isJournal(Path file) {
        return JOURNAL.matcher(file.getFileName().toString()).matches();
    }

    /** Whether a file is named as one of a run's is. */
    public static boolean isOfARun(Path file) {
        return ANY.matcher(file.getFileName().toString()).matches();
    }

    /** Clears what killed runs left in a folder: files that are not whole, and logs of runs that have neither result nor journal. */
    public static void clearAbandoned(Path folder) {
        UnfinishedFiles.deleteStale(folder, ANY);
        OwnedFolder.clearAbandoned(folder, "*" + LOGS, logs -> {
            String name = logs.getFileName().toString();
            RunFiles files = new RunFiles(folder, name.substring(0, name.length() - LOGS.length()));
            return files.id.matches(ID) && !Files.exists(files.result()) && !Files.exists(files.journal());
        });
    }

    /**
     * What is there in place of one of them, or among the logs, and is no plain file: a link leads elsewhere, and a pipe would be
     * waited for.
     *
     * @throws IOException when the logs cannot be looked through
     */
    public Optional<Path> strange() throws IOException {
        try (Stream<Path> inLogs =
                Files.exists(logs(), LinkOption.NOFOLLOW_LINKS) ? Files.walk(logs()) : Stream.<Path>empty()) {
            Stream<Path> plain = Stream.of(result(), html(), journal())
                    .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                            && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
            return Stream.concat(
                            plain,
                            inLogs.filter(file -> !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                                    && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)))
                    .findFirst();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public Path result() {
        return folder.resolve(id + ".json");
    }

    /** The same for a browser. */
    public Path html() {
        return folder.resolve(id + ".html");
    }

    public Path journal() {
        return folder.resolve(id + ".journal");
    }

    /** Workers' logs, kept when one failed. */
    public Path logs() {
        return folder.resolve(id + LOGS);
    }

    /**
     * Deletes the logs of workers that have ended, but for those of contenders that failed, and of workers that were lost
     * over something that costs no cell, in this part of the run or an earlier one.
     *
     * @param bad contenders that failed, as their workers are named
     * @param all keeps every log
     * @return a line on each that was kept
     */
    public List<String> clearLogs(Workers workers, Stream<String> bad, boolean all) {
        if (all) {
            return List.of("log: " + logs());
        }
        Map<Path, String> kept = new LinkedHashMap<>();
        bad.map(workers::log)
                .filter(Files::exists) // what broke before it had a worker has none
                .forEach(log -> kept.put(log, "log"));
        workers.lost().forEach(log -> kept.putIfAbsent(log, "log of a lost worker"));
        earlierLogs.forEach(log -> kept.putIfAbsent(log, "log of an earlier part of this run"));
        workers.deleteLogsExcept(List.copyOf(kept.keySet()));
        return kept.entrySet().stream()
                .map(log -> "%s: %s".formatted(log.getValue(), log.getKey()))
                .toList();
    }

    /** Where drivers are registered for this run alone. */
    public Path drivers() {
        return logs().resolve("drivers");
    }

    /** Creates the folder and makes sure that it can be written. */
    public static void checkFolder(Path folder, String option) throws CommandException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "santoku", ".probe"));
        } catch (IOException e) {
            throw CommandException.usage("%s %s: nothing can be written into this folder (%s); name another"
                    .formatted(option, folder, FileErrors.inWords(e)));
        }
    }

    /** Makes sure that a file can be written, without touching one that is there. */
    public static void checkFile(Path file, String option) throws CommandException {
        if (file.equals(Path.of("-"))) { // who writes so means standard output, where that is not offered
            throw CommandException.usage("%s -: name a file".formatted(option));
        }
        if (ResultFile.isPipeOrDevice(file)) {
            if (!Files.isWritable(file)) {
                throw CommandException.usage("%s %s: it may not be written; name another".formatted(option, file));
            }
            return;
        }
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw CommandException.usage(
                    "%s %s: that is a link that leads nowhere; delete it or name another".formatted(option, file));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw CommandException.usage(
                    "%s %s: there is no folder %s; create it or name another".formatted(option, file, folder));
        }
        if (Files.isDirectory(file)) {
            throw CommandException.usage("%s %s: that is a folder; name a file".formatted(option, file));
        }
        checkFolder(folder, option);
    }
}
