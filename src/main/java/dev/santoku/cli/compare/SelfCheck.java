package dev.santoku.cli.compare;

import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.report.text.SelfCheckReport;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.run.Recorder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One {@code compare --self-check}. It leaves no result file: one that names a contender twice is of no use to whoever
 * compares contenders.
 */
record SelfCheck(RunOutput output, RunFacts facts, Machine machine) {
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
        output.print(
                output.onlyJson() ? ResultFile.toText(result) : new SelfCheckReport(result, output.style()).toText());
        output.clearLogs(result.results()).forEach(output::tell);
        Optional<Path> file = output.options().targets().json().file();
        if (file.isPresent()) {
            Output.write(file.get(), ResultFile.toText(result));
        }
        ExitCode exitCode = exitCode(result);
        if (exitCode == ExitCode.NOTHING_MEASURED) {
            output.tell("santoku: " + RunEnd.nothingMeasured(result.results()));
        }
        return exitCode;
    }

    private static ExitCode exitCode(SelfCheckResult result) {
        ExitCode ofCells = ExitCode.of(result.results());
        return ofCells == ExitCode.DONE && !result.falseVerdicts().isEmpty() ? ExitCode.UNSTEADY : ofCells;
    }
}
