package dev.santoku.cli;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenClDrivers;
import dev.santoku.backend.OpenClInstallation;
import dev.santoku.backend.OpenOptions;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.Baselines;
import dev.santoku.measure.CellResult;
import dev.santoku.measure.Comparison;
import dev.santoku.measure.Contender;
import dev.santoku.measure.ContenderRequest;
import dev.santoku.measure.ContenderResolver;
import dev.santoku.measure.DeviceSurvey;
import dev.santoku.measure.Folders;
import dev.santoku.measure.Journal;
import dev.santoku.measure.JournalEntry;
import dev.santoku.measure.KernelParameters;
import dev.santoku.measure.Machine;
import dev.santoku.measure.MemoryModel;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.Plan;
import dev.santoku.measure.Recorder;
import dev.santoku.measure.RunFacts;
import dev.santoku.measure.RunResult;
import dev.santoku.measure.SelfCheckResult;
import dev.santoku.measure.ThreadCounts;
import dev.santoku.measure.gpu.GpuFacts;
import dev.santoku.measure.gpu.GpuWatch;
import dev.santoku.measure.tuning.TuningPlan;
import dev.santoku.measure.worker.Probes;
import dev.santoku.measure.worker.Workers;
import dev.santoku.report.HardwareComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** One {@code compare}: probes, plans, measures, and hands over to {@link RunEnd}. */
final class CompareRun {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final CompareOptions options;
    private final Optional<Duration> silence;
    private final List<String> arguments;
    private final Terminal terminal;
    private final Progress progress;
    private final Optional<Resumption> resumption;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long started = System.nanoTime();
    private final RunFiles files;
    private final Set<Path> earlierLogs;
    private final Optional<RunResult> baseline;
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private long tuningNanos;

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
        this.arguments = arguments;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.quiet());
        this.resumption = resumption;
        this.files = new RunFiles(options.out(), resumption.map(Resumption::id).orElseGet(() -> id(start)));
        this.earlierLogs = Folders.content(files.logs());
        this.baseline = options.baseline().isPresent()
                ? Optional.of(ResultFiles.read(options.baseline().get()))
                : Optional.empty();
        Backends.all().forEach(backend -> backends.put(backend.id(), backend));
    }

    private static String id(Instant start) {
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        return ID_TIME.format(start) + "-" + HexFormat.of().formatHex(random);
    }

    ExitCode execute() throws CommandException {
        checkTargets();
        OpenClInstallation opencl = OpenClDrivers.find();
        opencl.notice().ifPresent(progress::note);
        try (Workers workers = new Workers(files.logs(), opencl.register(files.drivers()));
                Interruption interruption = new Interruption(() -> leaveNothing(workers))) {
            progress.progress("asking the drivers what this machine has …");
            Machine machine = Probes.probe(probed(), workers);
            new Tuner(silence, progress, options.verbose(), true).tellTrouble(machine);
            Plan plan = planOrLeaveNothing(machine, workers);
            if (options.list() || options.dryRun()) {
                leaveNothing(workers);
                progress.end();
                terminal.out()
                        .print(
                                options.list()
                                        ? Listing.contenders(backends, machine, openOptions(machine))
                                        : Listing.plan(plan));
                return ExitCode.DONE;
            }
            if (options.tune() && resumption.isEmpty()) {
                machine = tuned(plan, machine, workers, interruption);
                plan = planOrLeaveNothing(machine, workers);
            }
            return options.selfCheck()
                    ? selfCheck(plan, machine, workers, interruption)
                    : measure(plan, machine, workers, interruption);
        }
    }

    private List<Integer> threads(Machine machine) {
        return options.threads().orElseGet(() -> List.of(machine.host().cores()));
    }

    /** Tunes what the plan's contenders run on, and looks again at what this machine has. */
    private Machine tuned(Plan plan, Machine machine, Workers workers, Interruption interruption)
            throws CommandException {
        List<DeviceSurvey> surveys = machine.surveys().stream()
                .filter(survey -> plan.precisions().contains(survey.precision())
                        && plan.contenders().stream()
                                .anyMatch(contender -> contender.backend().equals(survey.backend())
                                        && contender.device().equals(survey.device())))
                .toList();
        if (surveys.isEmpty()) {
            progress.note("--tune: none of the contenders has anything to tune");
            return machine;
        }
        long before = System.nanoTime();
        TuningPlan tuning = new TuningPlan(surveys, Optional.empty(), timeToTune(), options.seed());
        try {
            new Tuner(silence, progress, options.verbose(), true)
                    .tune(tuning, backends, workers, interruption, run -> leaveNothing(workers));
        } catch (CommandException e) {
            leaveNothing(workers);
            throw e;
        }
        interruption.keeper(() -> leaveNothing(workers));
        Machine again = Probes.probe(probed(), workers);
        tuningNanos = System.nanoTime() - before;
        return again;
    }

    /** No longer than what is measured afterwards. */
    private Duration timeToTune() {
        return options.budget().compareTo(TuneOptions.DEFAULT_BUDGET) < 0
                ? options.budget()
                : TuneOptions.DEFAULT_BUDGET;
    }

    /** As many threads as the largest pool has. */
    private OpenOptions openOptions(Machine machine) {
        return new OpenOptions(Collections.max(threads(machine)));
    }

    private void checkTargets() throws CommandException {
        for (Path file : options.jsonFile().stream().toList()) {
            RunFiles.checkFile(file, "--json");
        }
        for (Path file : options.csv().stream().toList()) {
            RunFiles.checkFile(file, "--csv");
        }
        for (Path file : options.html().stream().toList()) {
            RunFiles.checkFile(file, "--html");
        }
        RunFiles.checkFolder(options.out(), "--out");
    }

    /** Nothing of this part; the logs of one that was interrupted stay. */
    private void leaveNothing(Workers workers) {
        workers.close();
        Folders.deleteAll(files.logs(), earlierLogs::contains);
    }

    private Plan planOrLeaveNothing(Machine machine, Workers workers) throws CommandException {
        try {
            requireGpu(machine);
            requireHardwareOfBaseline(machine);
            Plan plan = plan(machine);
            requireGpu(machine, plan);
            if (resumption.isPresent()) {
                resumption.get().requireSame(machine, plan);
            }
            return plan;
        } catch (CommandException e) {
            leaveNothing(workers);
            throw e;
        }
    }

    private Plan plan(Machine machine) throws CommandException {
        ContenderResolver resolver =
                new ContenderResolver(backends, machine, options.ladder(), options.devices(), openOptions(machine));
        try {
            resolver.resolve(requests());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
        warnOfManyThreads(machine);
        return new Plan(
                ThreadCounts.spread(resolver.contenders(), backends, machine, threads(machine)),
                resolver.absent(),
                options.precisions(),
                options.shapes().or(() -> baseline.map(CompareRun::shapes)),
                threads(machine),
                options.pace(),
                options.budget(),
                options.seed(),
                options.launches(),
                false);
    }

    private List<Backend> probed() {
        return ProbedBackends.of(options, backends.values(), requests());
    }

    private List<ContenderRequest> requests() {
        List<ContenderRequest> requests = new ArrayList<>(options.backends().orElseGet(this::defaultContenders));
        if (options.yardsticks()) {
            requests.addAll(ContenderResolver.yardsticks(backends.values()));
        }
        return requests;
    }

    private List<ContenderRequest> defaultContenders() {
        return options.selfCheck()
                ? List.of(ContenderRequest.parse(Baselines.SINGLE))
                : ContenderResolver.everything(backends.values());
    }

    /** Those that the baseline has: chosen anew, they might have none in common with it. */
    private static List<Shape> shapes(RunResult baseline) {
        return baseline.results().stream().map(CellResult::shape).distinct().toList();
    }

    /** Before minutes are spent on a comparison that would be refused. */
    private void requireHardwareOfBaseline(Machine machine) throws CommandException {
        if (baseline.isPresent()) {
            RunResult base = baseline.get();
            Set<String> devices = base.results().stream()
                    .filter(cell -> cell.outcome() == Outcome.MEASURED)
                    .map(CellResult::device)
                    .filter(device ->
                            options.devices().isEmpty() || options.devices().contains(device))
                    .collect(Collectors.toSet());
            ResultFiles.refuseOtherHardware(
                    HardwareComparison.of(base.host(), base.devices(), machine.host(), machine.devices(), devices),
                    options.forced());
        }
    }

    private void warnOfManyThreads(Machine machine) {
        Integer processors = machine.host().cpu().logicalCores();
        List<String> more = threads(machine).stream()
                .filter(count -> processors != null && count > processors)
                .map(Object::toString)
                .toList();
        if (!more.isEmpty()) {
            progress.note("--threads %s: more than the %d processors of this machine, which they will share"
                    .formatted(String.join(",", more), processors));
        }
    }

    private void requireGpu(Machine machine) throws CommandException {
        if (options.requireGpu() && machine.devices().stream().noneMatch(CompareRun::isGpu)) {
            throw new CommandException(
                    ExitCode.MISSING,
                    "--require gpu: no OpenCL driver of this machine has a GPU; santoku doctor tells what is missing");
        }
    }

    private void requireGpu(Machine machine, Plan plan) throws CommandException {
        List<String> gpus = machine.devices().stream()
                .filter(CompareRun::isGpu)
                .map(Device::id)
                .toList();
        if (options.requireGpu()
                && plan.contenders().stream().map(Contender::device).noneMatch(gpus::contains)) {
            throw new CommandException(
                    ExitCode.MISSING,
                    "--require gpu: there is a GPU (%s), but no contender asked for runs on it; widen --backends or --devices"
                            .formatted(String.join(", ", gpus)));
        }
    }

    private static boolean isGpu(Device device) {
        return device.kind() == Device.Kind.GPU;
    }

    private ExitCode measure(Plan plan, Machine machine, Workers workers, Interruption interruption)
            throws CommandException {
        GpuWatch gpus = GpuWatch.begin(machine);
        Recorder recorder = recorder(plan, machine);
        resumption.ifPresent(earlier -> progress.note(earlier.inWords()));
        RunEnd end = new RunEnd(
                options,
                files,
                facts(),
                resumption.map(earlier -> earlier.disturbed(machine)).orElse(machine),
                KernelParameters.of(plan, machine),
                recorder,
                workers,
                gpus,
                baseline,
                terminal);
        interruption.keeper(end::interrupted);
        long heapBytes = new MemoryModel(machine.host(), plan.contenders().size()).heapBytes(plan);
        Comparison comparison = new Comparison(
                plan,
                machine,
                backends,
                new HeapBoundStarter(workers, heapBytes),
                silence,
                remaining(),
                recorder,
                progress);
        try {
            comparison.run();
        } catch (RuntimeException e) {
            progress.end();
            end.brokenOff();
            throw e;
        }
        progress.end();
        List<GpuFacts> gpuFacts = gpus.end(); // who interrupts a driver's tool that hangs still finds all kept
        interruption.close(); // waits where an end from outside has begun: that one writes the result
        return end.finished(gpuFacts);
    }

    private ExitCode selfCheck(Plan plan, Machine machine, Workers workers, Interruption interruption)
            throws CommandException {
        Plan inPairs = plan.inPairs();
        SelfCheck check = new SelfCheck(options, files, facts(), machine, workers, terminal);
        long heapBytes = new MemoryModel(machine.host(), inPairs.contenders().size()).heapBytes(inPairs);
        SelfCheckResult result = check.measure(recorder -> {
            interruption.keeper(() -> {
                recorder.freeze();
                leaveNothing(workers);
            });
            new Comparison(
                            inPairs,
                            machine,
                            backends,
                            new HeapBoundStarter(workers, heapBytes),
                            silence,
                            remaining(),
                            recorder,
                            progress)
                    .run();
        });
        progress.end();
        interruption.close();
        return check.report(result);
    }

    private Duration remaining() {
        return resumption.map(earlier -> earlier.remaining(options.budget())).orElseGet(() -> options.budget()
                .minusNanos(System.nanoTime() - started - tuningNanos));
    }

    private RunFacts facts() {
        if (resumption.isPresent()) {
            return resumption.get().facts(start);
        }
        Version version = Version.read();
        return new RunFacts(
                files.id(),
                version.version(),
                version.commit(),
                ToldArguments.of(arguments),
                start,
                null,
                false,
                options.label().orElse(null),
                options.seed());
    }

    private Recorder recorder(Plan plan, Machine machine) throws CommandException {
        try {
            if (resumption.isPresent()) {
                return resumption.get().recorder(start, options.budget());
            }
            JournalEntry.Head head =
                    JournalEntry.Head.of(facts(), ToldArguments.relativeTo(files.folder(), arguments), plan, machine);
            return Recorder.begin(Journal.begin(files.journal(), head));
        } catch (IOException e) {
            throw CommandException.usage("--out %s: the journal cannot be written (%s); name another folder"
                    .formatted(files.folder(), RunFiles.reason(e)));
        }
    }
}
