package dev.santoku.cli.compare;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.OpenOptions;
import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.plan.ContenderResolver;
import dev.santoku.plan.Plan;
import dev.santoku.plan.ThreadCounts;
import dev.santoku.report.fleet.HardwareComparison;
import dev.santoku.result.Baselines;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.yardstick.CblasBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a plan of what {@code compare} is asked for and this machine has, or says why there can be none.
 *
 * @param backends all, by id
 * @param baseline what the run is held to
 * @param resumption of an interrupted run, whose plan must come out the same
 */
record Planner(
        CompareOptions options,
        Map<String, Backend> backends,
        Optional<RunResult> baseline,
        Optional<Resumption> resumption,
        Progress progress) {
    /**
     * Whom to ask what this machine has, since a probe takes a process and some drivers their time: those that are asked for
     * and those that tell their ceilings; all where the answer depends on it.
     */
    List<Backend> probed() {
        if (options.mode().list()
                || options.selection().requireGpu()
                || !options.selection().devices().isEmpty()) {
            return List.copyOf(backends.values());
        }
        Set<String> asked = new HashSet<>();
        for (ContenderRequest request : requests(OpenOptions.defaults())) {
            asked.add(request.backend());
            Optional.ofNullable(backends.get(request.backend()))
                    .map(Backend::ceilingsFrom)
                    .ifPresent(asked::add);
        }
        return backends.values().stream()
                .filter(backend -> asked.contains(backend.id()))
                .toList();
    }

    /** The plan, after everything was refused that minutes should not be spent on. */
    Plan plan(Machine machine) throws CommandException {
        if (options.selection().requireGpu()) {
            RequiredGpu.require(machine);
        }
        requireHardwareOfBaseline(machine);
        Plan plan = planned(machine);
        if (options.selection().requireGpu()) {
            RequiredGpu.require(machine, plan);
        }
        if (resumption.isPresent()) {
            resumption.get().requireSame(machine, plan);
        }
        return plan;
    }

    /** As many threads as the largest pool has. */
    OpenOptions openOptions(Machine machine) {
        return new OpenOptions(Collections.max(threads(machine)));
    }

    private List<Integer> threads(Machine machine) {
        return options.selection()
                .threads()
                .orElseGet(() -> List.of(machine.host().cores()));
    }

    private Plan planned(Machine machine) throws CommandException {
        refuseWhatIsNoLibrary(machine);
        ContenderResolver resolver = new ContenderResolver(
                backends,
                machine,
                options.selection().ladder(),
                options.selection().devices(),
                openOptions(machine));
        try {
            resolver.resolve(requests(openOptions(machine)));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
        warnOfManyThreads(machine);
        return new Plan(
                ThreadCounts.spread(chosen(resolver.contenders(), machine), backends, machine, threads(machine)),
                resolver.absent(),
                options.selection().precisions(),
                options.selection().shapes().or(() -> baseline.map(Planner::shapes)),
                threads(machine),
                options.sampling(),
                false);
    }

    /** That a file is no such library is known before minutes are spent on the others. */
    private void refuseWhatIsNoLibrary(Machine machine) throws CommandException {
        for (ContenderRequest library : libraries(openOptions(machine))) {
            Optional<Availability.Unavailable> obstacle = machine.availability()
                    .get(library.backend())
                    .obstacle(library.variant().orElseThrow());
            if (obstacle.isPresent()) {
                throw CommandException.usage("--cblas: " + obstacle.get().inWords());
            }
        }
    }

    /** Those that {@code --cblas} names: asked for thereby. */
    private List<ContenderRequest> libraries(OpenOptions openOptions) {
        return backends.get("cblas") instanceof CblasBackend cblas
                ? cblas.namedVariants(openOptions).stream()
                        .map(variant -> new ContenderRequest(cblas.id(), Optional.of(variant.id()), Optional.empty()))
                        .toList()
                : List.of();
    }

    private List<ContenderRequest> requests(OpenOptions openOptions) {
        List<ContenderRequest> requests =
                new ArrayList<>(options.selection().backends().orElseGet(this::defaultContenders));
        if (options.selection().yardsticks().all()) {
            requests.addAll(ContenderResolver.yardsticks(backends.values()));
        }
        requests.addAll(libraries(openOptions));
        return requests;
    }

    private List<Contender> chosen(List<Contender> contenders, Machine machine) {
        boolean oursToChoose = options.mode().soak().isPresent()
                && options.selection().backends().isEmpty()
                && options.selection().devices().isEmpty();
        return oursToChoose ? SoakOptions.oneADevice(contenders, machine, progress) : contenders;
    }

    private List<ContenderRequest> defaultContenders() {
        if (options.mode().soak().isPresent()) {
            return SoakOptions.DEFAULT_CONTENDERS;
        }
        return options.mode().selfCheck()
                ? List.of(ContenderRequest.parse(Baselines.SINGLE))
                : ContenderResolver.everything(backends.values());
    }

    /** Those that the baseline has: chosen anew, they might have none in common with it. */
    private static List<Shape> shapes(RunResult baseline) {
        return baseline.results().stream().map(CellResult::shape).distinct().toList();
    }

    private void requireHardwareOfBaseline(Machine machine) throws CommandException {
        if (baseline.isPresent()) {
            RunResult base = baseline.get();
            Set<String> devices = base.results().stream()
                    .filter(cell -> cell.outcome() == Outcome.MEASURED)
                    .map(CellResult::device)
                    .filter(options.selection()::takes)
                    .collect(Collectors.toSet());
            ResultFiles.refuseOtherHardware(
                    HardwareComparison.of(base.host(), base.devices(), machine.host(), machine.devices(), devices),
                    options.baseline().map(CompareOptions.Baseline::forced).orElse(false));
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
}
