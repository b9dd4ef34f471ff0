package dev.santoku.cli;

import dev.santoku.diagnosis.FileErrors;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.report.Style;
import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.DiffReport;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.CsvReport;
import dev.santoku.report.text.RawReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.CellResult;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.run.Recorder;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The end of a run, whichever it is: files are written, the journal goes, logs of what failed stay. */
final class RunEnd {
    private static final String LESSON =
            "lesson: scripts/santoku.sh kitchen shows on this machine what concurrency is, and what parallelism buys";

    private final CompareOptions options;
    private final RunFiles files;
    private final RunFacts facts;
    private final Machine machine;
    private final List<KernelParameters> parameters;
    private final Recorder recorder;
    private final Workers workers;
    private final GpuWatch gpus;
    private final Optional<RunResult> baseline;
    private final Terminal terminal;

    RunEnd(
            CompareOptions options,
            RunFiles files,
            RunFacts facts,
            Machine machine,
            List<KernelParameters> parameters,
            Recorder recorder,
            Workers workers,
            GpuWatch gpus,
            Optional<RunResult> baseline,
            Terminal terminal) {
        this.options = options;
        this.files = files;
        this.facts = facts;
        this.machine = machine;
        this.parameters = parameters;
        this.recorder = recorder;
        this.workers = workers;
        this.gpus = gpus;
        this.baseline = baseline;
        this.terminal = terminal;
    }

    /** All cells came to their end: the result is written and printed first, then all else is cleared. */
    ExitCode finished(List<GpuFacts> gpuFacts) throws CommandException {
        RunResult result = result(true, gpuFacts);
        Optional<String> trouble = writeFiles(result);
        Optional<Diff> diff = baseline.map(base -> Diff.of(base, result));
        Style style = terminal.style(options.display().noColor());
        Optional<String> document = document(result);
        if (document.isPresent()) {
            terminal.out().print(document.get());
            diff.ifPresent(known -> terminal.err().print(new DiffReport(known).toText(Style.PLAIN)));
        } else {
            terminal.out().print(new TableReport(result, style).toText());
            diff.ifPresent(known -> terminal.out().print("\n" + new DiffReport(known).toText(style)));
        }
        terminal.out().flush();
        workers.close();
        files.clearLogs(workers, result.results(), options.display().verbose()).forEach(terminal.err()::println);
        if (trouble.isPresent()) {
            throw new CommandException(ExitCode.OWN_FAULT, trouble.get());
        }
        ExitCode own = ExitCode.of(result.results());
        if (own == ExitCode.NOTHING_MEASURED) {
            terminal.err().println("santoku: " + nothingMeasured(result.results()));
        }
        if (!options.display().quiet() || terminal.lost().isPresent()) {
            terminal.err().println("result: " + files.result());
        }
        if (!options.display().quiet()) {
            terminal.err().println("charts: " + files.html());
            terminal.err().println(LESSON);
        }
        return own == ExitCode.DONE && diff.isPresent() ? ResultFiles.judge(diff.get()) : own;
    }

    /** Why nothing was, in one line. */
    static String nothingMeasured(List<CellResult> cells) {
        return "nothing that was asked for could be measured: "
                + cells.stream()
                        .map(cell -> "%s: %s".formatted(cell.contender(), cell.reason()))
                        .findFirst()
                        .orElse("there was nothing to measure");
    }

    /** Ended from outside: what was measured is kept. */
    void interrupted() {
        keep("interrupted");
    }

    /** Ended by a fault of our own: likewise. */
    void brokenOff() {
        keep("broken off");
    }

    /**
     * Ended since the journal cannot be written, as on a full disk: what was measured is kept where that still goes, else it is
     * printed.
     *
     * @param why names the journal and the trouble
     */
    CommandException journalLost(String why) {
        RunResult result = frozen();
        if (result.results().isEmpty()) {
            closeJournal(true); // nothing is in it to go on with
            leaveNoLogs(result);
            return new CommandException(
                    ExitCode.OWN_FAULT,
                    "%s: nothing was measured; make room, or name another folder with --out".formatted(why));
        }
        Optional<String> trouble = writeFiles(result);
        Optional<String> document = document(result);
        if (trouble.isPresent() && document.isEmpty()) {
            terminal.out()
                    .print(new TableReport(
                                    result, terminal.style(options.display().noColor()))
                            .toText());
        }
        print(document);
        leaveNoLogs(result);
        String kept = trouble.isPresent()
                ? "what was measured before it is in " + files.journal()
                : "%d finished cells are kept in %s".formatted(result.results().size(), files.result());
        return new CommandException(
                ExitCode.OWN_FAULT,
                "%s: the run is broken off, and %s; make room, and %s goes on with it"
                        .formatted(
                                why, kept, Resumption.command(options.targets().folder())));
    }

    private void keep(String how) {
        RunResult result = frozen();
        Optional<String> trouble = writeFiles(result);
        print(document(result));
        terminal.err().println(trouble.orElseGet(() -> "%s: %d finished cells are kept in %s; %s goes on with it"
                .formatted(
                        how,
                        result.results().size(),
                        files.result(),
                        Resumption.command(options.targets().folder()))));
        leaveNoLogs(result);
    }

    private RunResult frozen() {
        recorder.freeze();
        return result(false, gpus.untilNow()); // who interrupts does not wait for a driver's tool
    }

    /** All that standard output gets, where an option says so. */
    private Optional<String> document(RunResult result) {
        if (options.targets().json().isStandardOutput()) {
            return Optional.of(ResultFile.toText(result));
        }
        return options.targets().raw().isStandardOutput() ? Optional.of(raw(result)) : Optional.empty();
    }

    private void print(Optional<String> document) {
        document.ifPresent(text -> {
            terminal.out().print(text);
            terminal.out().flush();
        });
    }

    private String raw(RunResult result) {
        return RawReport.toText(result.run().id(), recorder.samples());
    }

    /** One line where a cell has none: it was measured before somebody asked for them, or its journal was full. */
    private void tellMissingSamples(RunResult result) {
        long measured = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .count();
        long missing = measured - recorder.samples().size();
        if (options.targets().raw().target().isPresent() && missing > 0) {
            terminal.err()
                    .println("--raw: %d of %d measured cells are not in it: the journal had no samples of them"
                            .formatted(missing, measured));
        }
    }

    private void leaveNoLogs(RunResult result) {
        workers.close();
        files.clearLogs(workers, result.results(), options.display().verbose());
    }

    private RunResult result(boolean complete, List<GpuFacts> gpuFacts) {
        return new RunResult(
                RunResult.SCHEMA,
                facts.finished(Instant.now().truncatedTo(ChronoUnit.SECONDS), complete),
                machine.host(),
                machine.devices(),
                machine.backends(),
                recorder.ceilings(),
                recorder.results(),
                recorder.speedups(),
                recorder.ladders(),
                recorder.scalings(),
                parameters,
                gpuFacts);
    }

    /**
     * The result first, then the journal of a whole run may go; a file that fails does not keep the others from being written.
     *
     * @return the first trouble, in words
     */
    private Optional<String> writeFiles(RunResult result) {
        String json = ResultFile.toText(result);
        restoreFolder();
        Optional<String> first =
                write(files.result(), json).or(() -> closeJournal(result.run().complete()));
        String html = HtmlReport.of(result);
        tellMissingSamples(result);
        List<Optional<String>> troubles = List.of(
                first,
                write(files.html(), html),
                options.targets().html().flatMap(file -> write(file, html)),
                options.targets().json().file().flatMap(file -> write(file, json)),
                options.targets().csv().flatMap(file -> write(file, CsvReport.toText(result))),
                options.targets().raw().file().flatMap(file -> write(file, raw(result))));
        return troubles.stream().flatMap(Optional::stream).findFirst();
    }

    /** Where somebody deleted it while the run went on. */
    private void restoreFolder() {
        try {
            Files.createDirectories(files.folder());
        } catch (IOException e) {
            // What is to be written there tells.
        }
    }

    private Optional<String> closeJournal(boolean discard) {
        try {
            if (discard) {
                recorder.discardJournal();
            } else {
                recorder.close();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the journal %s cannot be closed or deleted (%s); the result is in %s"
                    .formatted(files.journal(), FileErrors.inWords(e), files.result()));
        }
    }

    private Optional<String> write(Path file, String text) {
        try {
            ResultFile.write(file, text);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s cannot be written (%s); %s".formatted(file, FileErrors.inWords(e), kept()));
        }
    }

    private String kept() {
        if (Files.exists(files.journal())) {
            return "the measured cells are in %s; make room, and %s writes them"
                    .formatted(
                            files.journal(),
                            Resumption.command(options.targets().folder()));
        }
        return Files.exists(files.result())
                ? "the measured cells are in " + files.result()
                : "the cells are kept nowhere";
    }
}
