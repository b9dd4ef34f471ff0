package dev.santoku.cli;

import dev.santoku.backend.Backend;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.Soak;
import dev.santoku.result.file.ResultFile;
import dev.santoku.run.SoakListener;
import dev.santoku.run.SoakRun;
import dev.santoku.run.SoakSensors;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One {@code compare --soak}: puts the plan's contenders under load, and writes what came of it. A machine may not survive a
 * burn-in: the result file is written every minute, unfinished.
 */
final class SoakCommandRun {
    private static final long SAVED_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final CompareOptions options;
    private final SoakOptions soak;
    private final Optional<Duration> silence;
    private final RunFiles files;
    private final RunFacts facts;
    private final Map<String, Backend> backends;
    private final Terminal terminal;
    private final Progress progress;

    SoakCommandRun(
            CompareOptions options,
            Optional<Duration> silence,
            RunFiles files,
            RunFacts facts,
            Map<String, Backend> backends,
            Terminal terminal) {
        this.options = options;
        this.soak = options.mode().soak().orElseThrow();
        this.silence = silence;
        this.files = files;
        this.facts = facts;
        this.backends = backends;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.display().quiet());
    }

    ExitCode execute(Plan plan, Machine machine, Workers workers, Interruption interruption) throws CommandException {
        GpuWatch gpus = GpuWatch.begin(machine);
        gpus.troubles().forEach(progress::note);
        Document document = new Document(plan, machine, gpus);
        try (SoakSensors sensors = new SoakSensors(machine, gpus)) {
            SoakRun run = new SoakRun(
                    plan,
                    soak.time(),
                    soak.keepGoing(),
                    machine,
                    backends,
                    new HeapBoundStarter(
                            workers,
                            new MemoryModel(machine.host(), plan.contenders().size()).heapBytes(plan)),
                    silence,
                    sensors,
                    new Saving(new SoakProgress(progress), document));
            document.run = run;
            interruption.keeper(() -> interrupted(document, workers));
            try {
                run.run();
            } catch (RuntimeException e) {
                progress.end();
                keep(document, workers, "broken off");
                throw e;
            }
        }
        progress.end();
        List<GpuFacts> gpuFacts = gpus.end();
        interruption.close(); // waits where an end from outside has begun: that one writes the result
        return finished(document.result(true, gpuFacts), workers);
    }

    private ExitCode finished(RunResult result, Workers workers) throws CommandException {
        Optional<String> trouble = write(result, true);
        terminal.out()
                .print(
                        options.targets().json().isStandardOutput()
                                ? ResultFile.toText(result)
                                : new TableReport(
                                                result,
                                                terminal.style(options.display().noColor()))
                                        .toText());
        terminal.out().flush();
        clear(result.soak(), workers).forEach(terminal.err()::println);
        if (trouble.isPresent()) {
            throw new CommandException(ExitCode.OWN_FAULT, trouble.get());
        }
        if (!options.display().quiet()) {
            terminal.err().println("result: " + files.result());
            terminal.err().println("charts: " + files.html());
        }
        return ExitCode.ofOutcomes(
                result.soak().devices().stream().map(Soak.Part::outcome).toList());
    }

    private void interrupted(Document document, Workers workers) {
        document.run.freeze();
        keep(document, workers, "interrupted");
    }

    private void keep(Document document, Workers workers, String how) {
        RunResult result = document.result(false, document.gpus.untilNow());
        Optional<String> trouble = write(result, true);
        if (options.targets().json().isStandardOutput()) {
            terminal.out().print(ResultFile.toText(result));
            terminal.out().flush();
        }
        terminal.err().println(trouble.orElseGet(() -> "%s: what %.0f s of load showed is kept in %s"
                .formatted(how, result.soak().seconds(), files.result())));
        clear(result.soak(), workers);
    }

    private List<String> clear(Soak seen, Workers workers) {
        workers.close();
        Stream<String> bad = seen.devices().stream()
                .filter(part -> part.outcome() == Outcome.FAILED || part.outcome() == Outcome.WRONG)
                .map(Soak.Part::inWords);
        return files.clearLogs(workers, bad, options.display().verbose());
    }

    /**
     * A file that fails does not keep the others from being written.
     *
     * @param all also where options name more files
     * @return the first trouble, in words
     */
    private Optional<String> write(RunResult result, boolean all) {
        String json = ResultFile.toText(result);
        Optional<String> first = write(files.result(), json);
        if (!all) {
            return first;
        }
        String html = HtmlReport.of(result);
        List<Optional<String>> troubles = List.of(
                first,
                write(files.html(), html),
                options.targets().html().flatMap(file -> write(file, html)),
                options.targets().json().file().flatMap(file -> write(file, json)));
        return troubles.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> write(Path file, String text) {
        try {
            ResultFile.write(file, text);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s cannot be written (%s)".formatted(file, FileErrors.inWords(e)));
        }
    }

    /** The result at any moment. */
    private final class Document {
        private final List<KernelParameters> parameters;
        private final Machine machine;
        private final GpuWatch gpus;
        private SoakRun run;

        Document(Plan plan, Machine machine, GpuWatch gpus) {
            this.parameters = plan.parametersOn(machine);
            this.machine = machine;
            this.gpus = gpus;
        }

        RunResult result(boolean complete, List<GpuFacts> gpuFacts) {
            return RunResult.ofSoak(
                    facts.finished(Instant.now().truncatedTo(ChronoUnit.SECONDS), complete),
                    machine,
                    parameters,
                    gpuFacts,
                    run.untilNow());
        }
    }

    /** Writes the result file now and then, for the case that this machine does not live to the end. */
    private final class Saving implements SoakListener {
        private final SoakListener listener;
        private final Document document;
        private long saved = System.nanoTime();

        Saving(SoakListener listener, Document document) {
            this.listener = listener;
            this.document = document;
        }

        @Override
        public void progress(String what) {
            listener.progress(what);
        }

        @Override
        public void note(String line) {
            listener.note(line);
        }

        @Override
        public void turn(List<Soak.Part> parts, double secondsLeft) {
            listener.turn(parts, secondsLeft);
            synchronized (this) {
                if (System.nanoTime() - saved > SAVED_EVERY_NANOS) {
                    saved = System.nanoTime();
                    write(document.result(false, document.gpus.untilNow()), false)
                            .ifPresent(listener::note);
                }
            }
        }
    }
}
