package dev.santoku.cli.compare;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.option.Targets;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.report.Style;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where what a run of {@code compare} found goes: its files, standard output, and the workers' logs that are worth keeping. */
record RunOutput(CompareOptions options, RunFiles files, Workers workers, Terminal terminal) {
    Style style() {
        return terminal.style(options.display().noColor());
    }

    boolean quiet() {
        return options.display().quiet();
    }

    /** Whether the result as JSON is all that standard output gets. */
    boolean onlyJson() {
        return options.targets().json().isStandardOutput();
    }

    /** To standard output, at once. */
    void print(String document) {
        terminal.out().print(document);
        terminal.out().flush();
    }

    void tell(String line) {
        terminal.err().println(line);
    }

    /** Writes the result file. */
    static Optional<String> write(Path file, String text) {
        try {
            ResultFile.write(file, text);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s cannot be written (%s)".formatted(file, FileErrors.inWords(e)));
        }
    }

    /**
     * Writes the page, and what options name beside the result file. A file that fails does not keep the others from being
     * written.
     *
     * @return troubles, in words
     */
    List<String> writePages(RunResult result, String json) {
        String html = HtmlReport.of(result);
        Targets targets = options.targets();
        List<Optional<String>> troubles = List.of(
                write(files.html(), html),
                targets.html().flatMap(file -> write(file, html)),
                targets.json().file().flatMap(file -> write(file, json)));
        return troubles.stream().flatMap(Optional::stream).toList();
    }

    /** Ends the workers and deletes their logs, but for those of contenders that failed; a line on each that is kept. */
    List<String> clearLogs(List<CellResult> results) {
        return clearLogs(results.stream().filter(cell -> isBad(cell.outcome())).map(CellResult::inWords));
    }

    /**
     * Likewise.
     *
     * @param bad contenders that failed, as their workers are named
     */
    List<String> clearLogs(Stream<String> bad) {
        workers.close();
        return files.clearLogs(workers, bad, options.display().verbose());
    }

    static boolean isBad(Outcome outcome) {
        return outcome == Outcome.FAILED || outcome == Outcome.WRONG;
    }
}
