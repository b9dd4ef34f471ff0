package dev.santoku.cli.compare;

import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.option.Targets;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.report.Style;
import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.DiffReport;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The end of a run, whichever it is: files are written, the journal goes, logs of what failed stay. */
record RunEnd(
        RunOutput output,
        RunFacts facts,
        Machine machine,
        List<KernelParameters> parameters,
        Recorder recorder,
        GpuWatch gpus,
        Optional<RunResult> baseline) {
    private static final String LESSON =
            "lesson: scripts/santoku.sh kitchen shows on this machine what concurrency is, and what parallelism buys";

    /** All cells came to their end: the result is written and printed first, then all else is cleared. */
    ExitCode finished(List<GpuFacts> gpuFacts) throws CommandException {
        RunResult result = result(true, gpuFacts);
        Optional<String> trouble = writeFiles(result);
        Optional<Diff> diff = baseline.map(base -> Diff.of(base, result));
        print(result, diff);
        output.clearLogs(result.results()).forEach(output::tell);
        if (trouble.isPresent()) {
            throw new CommandException(ExitCode.OWN_FAULT, trouble.get());
        }
        ExitCode own = ExitCode.of(result.results());
        if (own == ExitCode.NOTHING_MEASURED) {
            output.tell("santoku: " + nothingMeasured(result.results()));
        }
        if (!output.quiet() || output.terminal().lost().isPresent()) {
            output.tell("result: " + output.files().result());
        }
        if (!output.quiet()) {
            output.tell("charts: " + output.files().html());
            output.tell(LESSON);
        }
        return own == ExitCode.DONE && diff.isPresent() ? ResultFiles.judge(diff.get()) : own;
    }

    private void print(RunResult result, Optional<Diff> diff) {
        Optional<String> document = document(result);
        if (document.isPresent()) {
            output.print(document.get());
            diff.ifPresent(known -> output.terminal().err().print(new DiffReport(known).toText(Style.PLAIN)));
        } else {
            output.print(new TableReport(result, output.style()).toText()
                    + diff.map(known -> "\n" + new DiffReport(known).toText(output.style()))
                            .orElse(""));
        }
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
            output.clearLogs(result.results());
            return new CommandException(
                    ExitCode.OWN_FAULT,
                    "%s: nothing was measured; make room, or name another folder with --out".formatted(why));
        }
        Optional<String> trouble = writeFiles(result);
        Optional<String> document = document(result);
        if (trouble.isPresent() && document.isEmpty()) {
            output.print(new TableReport(result, output.style()).toText());
        }
        document.ifPresent(output::print);
        output.clearLogs(result.results());
        String kept = trouble.isPresent()
                ? "what was measured before it is in " + output.files().journal()
                : "%d finished cells are kept in %s"
                        .formatted(result.results().size(), output.files().result());
        return new CommandException(
                ExitCode.OWN_FAULT,
                "%s: the run is broken off, and %s; make room, and %s goes on with it".formatted(why, kept, goOn()));
    }

    /** The command that goes on with this run. */
    private String goOn() {
        return Resumption.command(output.files().folder());
    }

    private void keep(String how) {
        RunResult result = frozen();
        Optional<String> trouble = writeFiles(result);
        document(result).ifPresent(output::print);
        output.tell(trouble.orElseGet(() -> "%s: %d finished cells are kept in %s; %s goes on with it"
                .formatted(how, result.results().size(), output.files().result(), goOn())));
        output.clearLogs(result.results());
    }

    private RunResult frozen() {
        recorder.freeze();
        return result(false, gpus.untilNow()); // who interrupts does not wait for a driver's tool
    }

    /** All that standard output gets, where an option says so. */
    private Optional<String> document(RunResult result) {
        if (output.onlyJson()) {
            return Optional.of(ResultFile.toText(result));
        }
        return output.options().targets().raw().isStandardOutput() ? Optional.of(raw(result)) : Optional.empty();
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
        if (output.options().targets().raw().target().isPresent() && missing > 0) {
            output.tell("--raw: %d of %d measured cells are not in it: the journal had no samples of them"
                    .formatted(missing, measured));
        }
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
                gpuFacts,
                null,
                machine.secondRoutes());
    }

    /**
     * The result first, then the journal of a whole run may go; a file that fails does not keep the others from being written.
     *
     * @return the first trouble, in words
     */
    private Optional<String> writeFiles(RunResult result) {
        String json = ResultFile.toText(result);
        Targets targets = output.options().targets();
        restoreFolder();
        Stream<String> first =
                write(output.files().result(), json)
                        .or(() -> closeJournal(result.run().complete()))
                        .stream();
        tellMissingSamples(result);
        Stream<String> pages = output.writePages(result, json).stream().map(this::withWhatIsKept);
        Stream<String> rows = targets.csv().flatMap(file -> write(file, CsvReport.toText(result))).stream();
        Stream<String> samples = targets.raw().file().flatMap(file -> write(file, raw(result))).stream();
        return Stream.of(first, pages, rows, samples)
                .flatMap(Function.identity())
                .findFirst();
    }

    /** Where somebody deleted it while the run went on. */
    private void restoreFolder() {
        try {
            Files.createDirectories(output.files().folder());
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
                    .formatted(
                            output.files().journal(),
                            FileErrors.inWords(e),
                            output.files().result()));
        }
    }

    private Optional<String> write(Path file, String text) {
        return RunOutput.write(file, text).map(this::withWhatIsKept);
    }

    private String withWhatIsKept(String trouble) {
        return trouble + "; " + kept();
    }

    private String kept() {
        if (Files.exists(output.files().journal())) {
            return "the measured cells are in %s; make room, and %s writes them"
                    .formatted(output.files().journal(), goOn());
        }
        return Files.exists(output.files().result())
                ? "the measured cells are in " + output.files().result()
                : "the cells are kept nowhere";
    }
}
