package dev.santoku.cli;

import dev.santoku.measure.CellResult;
import dev.santoku.measure.Contender;
import dev.santoku.measure.Folders;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.worker.Workers;
import dev.santoku.report.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run, all named by its id in one folder.
 *
 * @param folder of results
 * @param id {@code <UTC>-<6 hex>}
 * @param earlierLogs what an earlier part of the run kept of its workers' logs when it was interrupted
 */
record RunFiles(Path folder, String id, List<Path> earlierLogs) {
    private static final Pattern JOURNAL = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}\\.journal");

    /** Those of a run that begins. */
    RunFiles(Path folder, String id) {
        this(folder, id, List.of());
    }

    /** Those of a run that goes on, before it starts workers. One that was killed has no result, and has chosen no logs to keep. */
    static RunFiles resumed(Path folder, String id) {
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
    static boolean isJournal(Path file) {
        return JOURNAL.matcher(file.getFileName().toString()).matches();
    }

    Path result() {
        return folder.resolve(id + ".json");
    }

    /** The same for a browser. */
    Path html() {
        return folder.resolve(id + ".html");
    }

    Path journal() {
        return folder.resolve(id + ".journal");
    }

    /** Workers' logs, kept when one failed. */
    Path logs() {
        return folder.resolve(id + ".logs");
    }

    /**
     * Deletes the logs of workers that have ended, but for those of contenders that failed, and of workers that were lost
     * over something that costs no cell, in this part of the run or an earlier one.
     *
     * @param all keeps every log
     * @return a line on each that was kept
     */
    List<String> clearLogs(Workers workers, List<CellResult> results, boolean all) {
        return clearLogs(
                workers,
                results.stream()
                        .filter(cell -> cell.outcome() == Outcome.FAILED || cell.outcome() == Outcome.WRONG)
                        .map(cell -> Contender.inWords(cell.contender(), cell.threads())),
                all);
    }

    /**
     * Likewise.
     *
     * @param bad contenders that failed, as their workers are named
     */
    List<String> clearLogs(Workers workers, Stream<String> bad, boolean all) {
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
    Path drivers() {
        return logs().resolve("drivers");
    }

    /** Makes sure that all can be written that is asked for, before minutes are spent on it. */
    static void checkTargets(CompareOptions options) throws CommandException {
        for (Path file : options.jsonFile().stream().toList()) {
            checkFile(file, "--json");
        }
        for (Path file : options.csv().stream().toList()) {
            checkFile(file, "--csv");
        }
        for (Path file : options.html().stream().toList()) {
            checkFile(file, "--html");
        }
        checkFolder(options.out(), "--out");
    }

    /** Creates the folder and makes sure that it can be written. */
    static void checkFolder(Path folder, String option) throws CommandException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "santoku", ".probe"));
        } catch (IOException e) {
            throw CommandException.usage("%s %s: nothing can be written into this folder (%s); name another"
                    .formatted(option, folder, reason(e)));
        }
    }

    /** Makes sure that a file can be written, without touching one that is there. */
    static void checkFile(Path file, String option) throws CommandException {
        if (file.equals(Path.of("-"))) { // who writes so means standard output, where that is not offered
            throw CommandException.usage("%s -: name a file".formatted(option));
        }
        if (ResultFile.isPipeOrDevice(file) && Files.isWritable(file)) {
            return;
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

    /** The kind of trouble rather than the path alone, which is all that some messages say. */
    static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return kind.equals("IO")
                ? e.getMessage()
                : kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
