package dev.santoku.cli.compare;

import dev.santoku.backend.Backend;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.Soak;
import dev.santoku.result.file.ResultFile;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.run.soak.SoakListener;
import dev.santoku.run.soak.SoakRun;
import dev.santoku.run.soak.SoakSensors;
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

    private final RunOutput output;
    private final SoakOptions soak;
    private final Optional<Duration> silence;
    private final RunFacts facts;
    private final Map<String, Backend> backends;
    private final Progress progress;

    SoakCommandRun(RunOutput output, Optional<Duration> silence, RunFacts facts, Map<String, Backend> backends) {
        this.output = output;
        this.soak = output.options().mode().soak().orElseThrow();
        this.silence = silence;
        this.facts = facts;
        this.backends = backends;
        this.progress = new Progress(output.terminal(), output.quiet());
    }

    ExitCode execute(Plan plan, Machine machine, Interruption interruption) throws CommandException {
        GpuWatch gpus = GpuWatch.begin(machine);
        gpus.troubles().forEach(progress::note);
        MemoryModel memory =
                MemoryModel.ofSoak(machine.host(), plan.contenders().size());
        Document document = new Document(plan, machine, gpus);
        try (SoakSensors sensors = new SoakSensors(machine, gpus)) {
            SoakRun run = new SoakRun(
                    plan,
                    soak.time(),
                    soak.keepGoing(),
                    memory,
                    new ContenderWorkers(
                            machine,
                            backends,
                            new HeapBoundStarter(
                                    output.workers(),
                                    memory.heapBytes(plan),
                                    plan.sampling().deviceMemory()),
                            silence),
                    sensors,
                    new Saving(new SoakProgress(progress), document));
            document.run = run;
            interruption.keeper(() -> interrupted(document));
            try {
                run.run();
            } catch (RuntimeException e) {
                progress.end();
                keep(document, "broken off");
                throw e;
            }
        }
        progress.end();
        List<GpuFacts> gpuFacts = gpus.end();
        interruption.close(); // waits where an end from outside has begun: that one writes the result
        return finished(document.result(true, gpuFacts));
    }

    private ExitCode finished(RunResult result) throws CommandException {
        Optional<String> trouble = write(result, true);
        output.print(output.onlyJson() ? ResultFile.toText(result) : new TableReport(result, output.style()).toText());
        clear(result.soak()).forEach(output::tell);
        if (trouble.isPresent()) {
            throw new CommandException(ExitCode.OWN_FAULT, trouble.get());
        }
        if (!output.quiet()) {
            output.tell("result: " + output.files().result());
            output.tell("charts: " + output.files().html());
        }
        return ExitCode.ofOutcomes(
                result.soak().devices().stream().map(Soak.Part::outcome).toList());
    }

    private void interrupted(Document document) {
        document.run.freeze();
        keep(document, "interrupted");
    }

    private void keep(Document document, String how) {
        RunResult result = document.result(false, document.gpus.untilNow());
        Optional<String> trouble = write(result, true);
        if (output.onlyJson()) {
            output.print(ResultFile.toText(result));
        }
        output.tell(trouble.orElseGet(() -> "%s: what %.0f s of load showed is kept in %s"
                .formatted(how, result.soak().seconds(), output.files().result())));
        clear(result.soak());
    }

    private List<String> clear(Soak seen) {
        return output.clearLogs(seen.devices().stream()
                .filter(part -> RunOutput.isBad(part.outcome()))
                .map(Soak.Part::inWords));
    }

    /**
     * Writes the result file first.
     *
     * @param all also the page, and where options name more files
     * @return the first trouble, in words
     */
    private Optional<String> write(RunResult result, boolean all) {
        String json = ResultFile.toText(result);
        Optional<String> first = RunOutput.write(output.files().result(), json);
        List<String> others = all ? output.writePages(result, json) : List.of();
        return Stream.concat(first.stream(), others.stream()).findFirst();
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
