package dev.santoku.cli;

import dev.santoku.measure.CellResult;
import dev.santoku.measure.Contender;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.worker.Workers;
import dev.santoku.report.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run, all named by its id in one folder.
 *
 * @param folder of results
 * @param id {@code <UTC>-<6 hex>}
 */
record RunFiles(Path folder, String id) {
    private static final Pattern JOURNAL = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}\\.journal");

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
     * over something that costs no cell.
     *
     * @param all keeps every log
     * @return what was kept
     */
    List<Path> clearLogs(Workers workers, List<CellResult> results, boolean all) {
        if (all) {
            return List.of(logs());
        }
        Stream<Path> ofCells = results.stream()
                .filter(cell -> cell.outcome() == Outcome.FAILED || cell.outcome() == Outcome.WRONG)
                .map(cell -> workers.log(Contender.inWords(cell.contender(), cell.threads())));
        List<Path> kept =
                Stream.concat(ofCells, workers.lost().stream()).distinct().toList();
        workers.deleteLogsExcept(kept);
        return kept;
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
