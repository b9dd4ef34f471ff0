package dev.santoku.cli.compare;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.tune.Tuner;
import dev.santoku.diagnosis.OpenClDrivers;
import dev.santoku.diagnosis.OpenClInstallation;
import dev.santoku.files.Folders;
import dev.santoku.files.OwnedFolder;
import dev.santoku.host.BlasVariables;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.journal.JournalLostException;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.Machine;
import dev.santoku.result.RunResult;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.run.Comparison;
import dev.santoku.run.Recorder;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.run.contender.WorkerStarter;
import dev.santoku.worker.Probes;
import dev.santoku.worker.SelfTests;
import dev.santoku.worker.Workers;
import dev.santoku.yardstick.CblasBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One {@code compare}: probes, has a plan made, measures, and hands over to {@link RunEnd}. */
final class CompareRun {
    private final CompareOptions options;
    private final Optional<Duration> silence;
    private final Terminal terminal;
    private final Progress progress;
    private final Optional<Resumption> resumption;
    private final RunStart start;
    private final RunFiles files;
    private final Set<Path> earlierLogs;
    private final Optional<RunResult> baseline;
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Planner planner;
    private final Tuner tuner;

    /** @param resumption of an interrupted run, whose options these are; empty for one that begins */
    CompareRun(
            CompareOptions options,
            Optional<Duration> silence,
            List<String> arguments,
            Terminal terminal,
            Optional<Resumption> resumption)
            throws CommandException {
        this.options = options;
        this.silence = silence;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.display().quiet());
        this.resumption = resumption;
        this.start = new RunStart(options, arguments, resumption);
        this.files = start.files();
        this.earlierLogs = Folders.content(files.logs());
        this.baseline = options.baseline().isPresent()
                ? Optional.of(ResultFiles.read(options.baseline().get().file(), terminal))
                : Optional.empty();
        Backends.all().forEach(backend -> backends.put(backend.id(), backend));
        Backend cblas = new CblasBackend(options.selection().yardsticks().libraries());
        backends.put(cblas.id(), cblas);
        this.planner = new Planner(options, backends, baseline, resumption, progress);
        this.tuner = new Tuner(silence, progress, options.display().verbose(), true);
    }

    ExitCode execute() throws CommandException {
        options.targets().check();
        RunFiles.clearAbandoned(options.targets().folder());
        OpenClInstallation opencl = OpenClDrivers.find();
        opencl.notice().ifPresent(progress::note);
        try (OwnedFolder logs = start.ownLogs();
                Workers workers = new Workers(logs.path(), opencl.register(files.drivers()), notForYardsticks());
                Interruption interruption = new Interruption(() -> leaveNothing(workers))) {
            Machine machine;
            Plan plan;
            try {
                progress.progress("asking the drivers what this machine has …");
                machine = probe(workers);
                tuner.tellTrouble(machine);
                plan = planner.plan(machine);
                if (options.mode().list() || options.mode().dryRun()) {
                    leaveNothing(workers);
                    list(plan, machine);
                    return ExitCode.DONE;
                }
                tellSetAside(plan);
                machine = selfTests(workers).prove(plan, machine);
                if (options.mode().tune() && resumption.isEmpty()) {
                    machine = tuned(plan, machine, workers, interruption);
                    plan = planner.plan(machine);
                }
            } catch (CommandException e) {
                leaveNothing(workers);
                throw e;
            }
            RunOutput output = new RunOutput(options, files, workers, terminal);
            if (options.mode().soak().isPresent()) {
                return new SoakCommandRun(output, silence, start.facts(), backends)
                        .execute(plan, machine, interruption);
            }
            return options.mode().selfCheck()
                    ? selfCheck(plan.inPairs(), machine, output, interruption)
                    : measure(plan, machine, output, interruption);
        }
    }

    private Set<String> notForYardsticks() {
        return options.selection().yardsticks().wholeEnvironment() ? Set.of() : BlasVariables.in(System.getenv());
    }

    private void tellSetAside(Plan plan) {
        if (plan.contenders().stream()
                .anyMatch(contender -> backends.get(contender.backend()).yardstick())) {
            BlasVariables.told(notForYardsticks()).ifPresent(progress::note);
        }
    }

    private SelfTests selfTests(Workers workers) {
        return new SelfTests(backends, workers, silence, progress::progress);
    }

    private Machine probe(Workers workers) {
        return Probes.probe(
                planner.probed(),
                workers,
                silence.orElseGet(() -> Probes.patience(options.sampling().budget())));
    }

    /** Nothing of this part; the logs of one that was interrupted stay. */
    private void leaveNothing(Workers workers) {
        workers.close();
        Folders.deleteAll(files.logs(), earlierLogs::contains);
    }

    private void list(Plan plan, Machine machine) {
        progress.end();
        terminal.out()
                .print(
                        options.mode().list()
                                ? Listing.contenders(backends, machine, planner.openOptions(machine))
                                : Listing.plan(plan, options.mode().soak()));
    }

    /** Tunes what the plan's contenders run on, and looks again at what this machine has. */
    private Machine tuned(Plan plan, Machine machine, Workers workers, Interruption interruption)
            throws CommandException {
        long before = System.nanoTime();
        boolean tuned = new TuningFirst(options.sampling(), tuner, progress)
                .tune(plan, machine, backends, workers, interruption, () -> leaveNothing(workers));
        if (!tuned) {
            return machine;
        }
        Machine again = probe(workers);
        start.tuned(System.nanoTime() - before);
        return selfTests(workers).prove(plan, again);
    }

    private ExitCode measure(Plan plan, Machine machine, RunOutput output, Interruption interruption)
            throws CommandException {
        GpuWatch gpus = GpuWatch.begin(machine, resumption.map(Resumption::gpus).orElse(List.of()));
        List<String> troubles = gpus.troubles();
        troubles.forEach(progress::note);
        Recorder recorder = recorder(plan, machine, output.workers());
        if (options.targets().raw().target().isPresent()) {
            recorder.keepSamples();
        }
        resumption.ifPresent(earlier -> progress.note(earlier.inWords()));
        RunEnd end = new RunEnd(
                output,
                start.facts(),
                resumption.map(earlier -> earlier.disturbed(machine)).orElse(machine),
                plan.parametersOn(machine),
                recorder,
                gpus,
                baseline);
        interruption.keeper(end::interrupted);
        try {
            recorder.gpus(gpus.untilNow());
            comparison(plan, machine, output.workers(), recorder).run();
        } catch (JournalLostException e) {
            progress.end();
            interruption.close();
            throw end.journalLost(e.getMessage());
        } catch (RuntimeException | Error e) {
            progress.end();
            end.brokenOff();
            throw e;
        }
        progress.end();
        List<GpuFacts> gpuFacts = gpus.end(); // who interrupts a driver's tool that hangs still finds all kept
        gpus.troubles().stream().filter(later -> !troubles.contains(later)).forEach(progress::note);
        interruption.close(); // waits where an end from outside has begun: that one writes the result
        return end.finished(gpuFacts);
    }

    private Recorder recorder(Plan plan, Machine machine, Workers workers) throws CommandException {
        try {
            return start.recorder(plan, machine);
        } catch (CommandException e) {
            leaveNothing(workers);
            throw e;
        }
    }

    private Comparison comparison(Plan plan, Machine machine, Workers workers, Recorder recorder) {
        MemoryModel memory = new MemoryModel(machine.host(), plan.contenders().size());
        WorkerStarter starter = new HeapBoundStarter(
                workers, memory.heapBytes(plan), plan.sampling().deviceMemory());
        return new Comparison(
                plan,
                memory,
                new ContenderWorkers(machine, backends, starter, silence),
                start.remaining(),
                recorder,
                progress);
    }

    private ExitCode selfCheck(Plan inPairs, Machine machine, RunOutput output, Interruption interruption)
            throws CommandException {
        SelfCheck check = new SelfCheck(output, start.facts(), machine);
        SelfCheckResult result = check.measure(recorder -> {
            interruption.keeper(() -> {
                recorder.freeze();
                leaveNothing(output.workers());
            });
            comparison(inPairs, machine, output.workers(), recorder).run();
        });
        progress.end();
        interruption.close();
        return check.report(result);
    }
}
