package dev.santoku.cli;

import dev.santoku.report.text.SelfCheckReport;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.run.Recorder;
import dev.santoku.worker.Workers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One {@code compare --self-check}. It leaves no result file: one that names a contender twice is of no use to whoever
 * compares contenders.
 */
final class SelfCheck {
    private final CompareOptions options;
    private final RunFiles files;
    private final RunFacts facts;
    private final Machine machine;
    private final Workers workers;
    private final Terminal terminal;

    SelfCheck(
            CompareOptions options,
            RunFiles files,
            RunFacts facts,
            Machine machine,
            Workers workers,
            Terminal terminal) {
        this.options = options;
        this.files = files;
        this.facts = facts;
        this.machine = machine;
        this.workers = workers;
        this.terminal = terminal;
    }

    /**
     * Measures.
     *
     * @param comparison fills a recorder
     */
    SelfCheckResult measure(Consumer<Recorder> comparison) {
        Recorder recorder = Recorder.inMemory();
        comparison.accept(recorder);
        return new SelfCheckResult(
                SelfCheckResult.SCHEMA,
                facts.finished(Instant.now().truncatedTo(ChronoUnit.SECONDS), true),
                machine.host(),
                recorder.results(),
                recorder.speedups());
    }

    /** Tells what came out. */
    ExitCode report(SelfCheckResult result) throws CommandException {
        terminal.out()
                .print(
                        options.targets().json().isStandardOutput()
                                ? ResultFile.toText(result)
                                : new SelfCheckReport(
                                                result,
                                                terminal.style(options.display().noColor()))
                                        .toText());
        terminal.out().flush();
        workers.close();
        files.clearLogs(workers, result.results(), options.display().verbose()).forEach(terminal.err()::println);
        Optional<Path> file = options.targets().json().file();
        if (file.isPresent()) {
            Output.write(file.get(), ResultFile.toText(result));
        }
        ExitCode exitCode = exitCode(result);
        if (exitCode == ExitCode.NOTHING_MEASURED) {
            terminal.err().println("santoku: " + RunEnd.nothingMeasured(result.results()));
        }
        return exitCode;
    }

    private static ExitCode exitCode(SelfCheckResult result) {
        ExitCode ofCells = ExitCode.of(result.results());
        return ofCells == ExitCode.DONE && !result.falseVerdicts().isEmpty() ? ExitCode.UNSTEADY : ofCells;
    }
}
