package dev.santoku.measure;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Samples;
import dev.santoku.measure.worker.WorkerFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Runs a plan. All contenders meet at one precision and shape before the next is begun, and take turns there in random
 * order, so that what disturbs the machine disturbs all of them alike.
 *
 * <p>Of several launches each begins, for all contenders at once, when the one before has ended: no more workers live at a
 * time than with one launch, and at any moment all contenders are in the same launch, so that rounds stay fair. A launch
 * checks, warms up and takes its part of the samples of one precision and shape; the next shape is begun in the last launch
 * of the one before. To let each launch pass through all shapes instead would save the starts, a small part of what a
 * launch costs beside checking and warming up, but no cell would be finished, and kept by the journal, before the last
 * launch; and what several launches of a cell are asked, how far they are apart, would also hold what the machine did
 * minutes later.
 */
public final class Comparison {
    /** Of what is left of the budget a hanging worker may take so much. */
    private static final double MOST_OF_BUDGET = 0.25;

    /** Beside slow products the turns of quick ones are longer, or rounds would end before they had their samples. */
    private static final double TURNS_IN_SLOWEST = 8;

    private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);

    private final Plan plan;
    private final Recorder recorder;
    private final RunListener listener;
    private final MemoryModel memory;
    private final Admission admission;
    private final CostModel costs;
    private final Random turns;
    private final Duration remaining;
    private final CeilingMeter ceilings;
    private final EnergyMeter energies;
    private final Scalings scalings;
    private final LinuxHost clock = new LinuxHost(Path.of("/"));
    private final Outlook outlook;
    private final List<Lane> lanes = new ArrayList<>();
    private long end;
    private boolean paysAgain;

    /** Beside the contenders: of devices whose ceilings none of them can tell. */
    private final List<Lane> meters = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param machine the plan's contenders stand on its devices
     * @param backends by id, all of the plan's
     * @param starter starts a worker for a contender
     * @param silence how long a worker may be silent beyond what was predicted; empty to let the budget decide
     * @param remaining what is left of the budget; of a run that goes on, from when it measures again
     */
    public Comparison(
            Plan plan,
            Machine machine,
            Map<String, Backend> backends,
            WorkerStarter starter,
            Optional<Duration> silence,
            Duration remaining,
            Recorder recorder,
            RunListener listener) {
        this.plan = plan;
        this.recorder = recorder;
        this.listener = listener;
        this.memory = new MemoryModel(machine.host(), plan.contenders().size());
        this.admission = new Admission(plan, memory, this::remainingSeconds);
        this.costs = new CostModel(plan.pace());
        this.ceilings = new CeilingMeter(recorder);
        this.energies = new EnergyMeter(machine);
        this.scalings = new Scalings(machine.host().cores());
        this.outlook = new Outlook(listener, this::remainingSeconds);
        this.turns = new Random(plan.seed());
        this.remaining = remaining;
        this.end = System.nanoTime() + remaining.toNanos();
        for (Contender contender : plan.contenders()) {
            Backend backend = backends.get(contender.backend());
            lanes.add(new Lane(contender, backend, starter, () -> silence.orElseGet(this::affordableSilence)));
        }
        for (Contender meter : Meters.missing(plan.contenders(), backends, machine)) {
            Backend backend = backends.get(meter.backend());
            meters.add(new Lane(meter, backend, starter, () -> silence.orElseGet(this::affordableSilence)));
        }
        recorder.before().ifPresent(before -> before.losses().forEach(this::lostBefore));
    }

    private void lostBefore(JournalEntry.Losses losses) {
        lanes.stream()
                .filter(lane -> lane.contender().equals(losses.contender()))
                .forEach(lane -> lane.lostBefore(losses));
    }

    private Duration affordableSilence() {
        Duration share = Duration.ofMillis((long) (1000 * MOST_OF_BUDGET * remainingSeconds()));
        return share.compareTo(LEAST_SILENCE) > 0 ? share : LEAST_SILENCE;
    }

    /** Runs it to the end; every planned cell is recorded with its outcome, unless the recorder is frozen before. */
    public void run() {
        Optional<List<Group>> known = knownShapes().map(this::groups);
        if (known.isPresent() && known.get().isEmpty()) {
            return;
        }
        try {
            startAll();
            new Calibration(plan, memory, listener)
                    .run(lanes.stream().filter(lane -> !lane.givenUp()).toList());
            if (recorder.before().isPresent()) {
                end = System.nanoTime() + remaining.toNanos();
                paysAgain = true;
            }
            List<Group> groups = known.orElseGet(() -> groups(firstShapes()));
            int before = recorder.before().map(JournalContent::cells).orElse(0);
            outlook.over(before + groups.size() * (lanes.size() + plan.absent().size()), before);
            for (int i = 0; i < groups.size() && !recorder.frozen(); i++) {
                double cost = cost(groups.get(i));
                double allCosts = groups.subList(i, groups.size()).stream()
                        .mapToDouble(this::cost)
                        .sum();
                outlook.begins(cost, allCosts - cost);
                measure(groups.get(i), cost == 0 ? 0 : remainingSeconds() * cost / allCosts);
                outlook.ends();
            }
        } finally {
            lanes.forEach(Lane::close);
            meters.forEach(Lane::close);
        }
    }

    /** All virtual machines start at once; the first questions find them ready. */
    private void startAll() {
        for (Lane lane : lanes) {
            if (lane.givenUp()) {
                continue;
            }
            try {
                lane.start();
            } catch (WorkerFailure e) {
                lane.lostBetweenCells(e);
            }
        }
    }

    /** The sizes of a run that goes on. */
    private Optional<List<Shape>> knownShapes() {
        return recorder.before().flatMap(JournalContent::shapes);
    }

    /** Entered into the journal at once: chosen anew, they might be others. */
    private List<Shape> firstShapes() {
        List<Shape> shapes = plan.shapes().orElseGet(this::chooseShapes);
        recorder.sizes(shapes, remainingSeconds());
        return shapes;
    }

    private List<Shape> chooseShapes() {
        List<Double> rates = lanes.stream()
                .flatMap(lane -> lane.rate(plan.precisions().get(0)).stream())
                .toList();
        return new SizeLadder(plan.pace(), plan.precisions().size(), memory)
                .choose(rates, remainingSeconds() / plan.launches());
    }

    /** Those that are not measured yet. */
    private List<Group> groups(List<Shape> shapes) {
        List<Group> groups = new ArrayList<>();
        for (Precision precision : plan.precisions()) {
            for (Shape shape : shapes) {
                if (recorder.before().stream().noneMatch(before -> before.has(precision, shape))) {
                    groups.add(new Group(precision, shape));
                }
            }
        }
        return groups;
    }

    private void recordAbsent(Group group) {
        for (Plan.Absent absent : plan.absent()) {
            Cell cell = new Cell(absent.contender(), group.precision, group.shape);
            record(CellResults.notMeasured(cell, null, absent.yardstick(), Outcome.SKIPPED, absent.reason()));
        }
    }

    private double cost(Group group) {
        return lanes.stream()
                .mapToDouble(lane -> admission.cost(lane, group.precision, group.shape))
                .sum();
    }

    private void measure(Group group, double seconds) {
        long groupEnd = System.nanoTime() + (long) (seconds * 1e9);
        recordAbsent(group);
        List<CellRun> runs = begin(group);
        removeWrongDigests(runs);
        Rounds rounds = new Rounds(LoadMeter.ofThisMachine());
        double share = seconds / Math.max(1, lanes.size() * plan.launches());
        boolean last = false;
        for (int launch = 1; !last; launch++) {
            if (launch > 1) {
                relaunch(runs, group, launch);
            }
            warm(runs, group, share);
            if (launch == 1) {
                long start = System.nanoTime();
                measureCeilings(runs, group, Throttling::before);
                // Nearly all of it falls to the first group, when loops are compiled: the whole run pays, not its
                // samples alone.
                long taken = System.nanoTime() - start;
                groupEnd += taken;
                forgive(taken);
            }
            long left = groupEnd - System.nanoTime();
            rounds.beginLaunch();
            takeTurns(runs, rounds, Math.min(end, System.nanoTime() + left / (plan.launches() - launch + 1)));
            last = launch == plan.launches() || System.nanoTime() >= groupEnd || recorder.frozen();
            if (last) {
                measureCeilings(runs, group, Throttling::after);
                measureAgain(runs, group);
                measureEnergies(runs);
                audit(runs);
            }
            forEach(runs, run -> run.endLaunch(costs.check(group.shape, 0)));
        }
        if (!recorder.frozen()) {
            List<Samples> samples = runs.stream().map(CellRun::endToEnd).toList();
            List<CellResult> results =
                    runs.stream().map(run -> run.result(rounds, samples)).toList();
            results.forEach(recorder::add);
            compare(runs, group);
            if (recorder.keepGroup(group.precision, group.shape, losses(), remainingSeconds())) {
                results.forEach(this::tell); // not before it is on the disk
            }
        }
    }

    /** All virtual machines of the next launch start at once, when those before have ended. */
    private void relaunch(List<CellRun> runs, Group group, int launch) {
        forEach(runs, CellRun::relaunch);
        forEach(runs, run -> {
            listener.progress("%s: checking in launch %d of %d".formatted(run.cell(), launch, plan.launches()));
            run.checkAgain(plan.seed(), costs.check(group.shape, expected(run, group)));
        });
    }

    private void warm(List<CellRun> runs, Group group, double share) {
        forEach(runs, run -> {
            listener.progress("%s: warming up".formatted(run.cell()));
            double least = Math.min(plan.pace().leastWarmUp(), share / 4);
            run.warm(least, Math.max(least, Math.min(4 * least, share / 4)), expected(run, group));
        });
    }

    /** In the first group after an interruption loops are compiled again, which the budget has paid for once. */
    private void forgive(long nanos) {
        if (paysAgain) {
            end += nanos;
            paysAgain = false;
        }
    }

    private List<JournalEntry.Losses> losses() {
        return lanes.stream().flatMap(lane -> lane.losses().stream()).toList();
    }

    private void compare(List<CellRun> runs, Group group) {
        if (plan.selfCheck()) {
            recorder.add(Twins.speedups(runs));
            return;
        }
        List<Speedup> speedups = Baselines.speedups(runs);
        Ladders ladders = new Ladders(lanes);
        List<CellRun> steps = ladders.steps(runs);
        recorder.add(speedups);
        recorder.add(Ladders.speedups(steps, speedups));
        recorder.add(new Translations(lanes).speedups(runs));
        ladders.of(group.precision, group.shape, steps).ifPresent(recorder::add);
        scalings.of(runs).forEach(recorder::add);
    }

    private void measureCeilings(List<CellRun> runs, Group group, Reading reading) {
        forEach(runs, run -> measureCeiling(run, group, reading));
        meters.removeIf(meter -> !recorder.frozen() && isLost(meter, group.precision));
    }

    /** A fall may be a burst that was disturbed: nothing is said of it before it was seen twice. */
    private void measureAgain(List<CellRun> runs, Group group) {
        forEach(runs, run -> {
            if (run.throttling().fell()) {
                measureCeiling(run, group, Throttling::after);
            }
        });
    }

    private void measureCeiling(CellRun run, Group group, Reading reading) throws WorkerFailure {
        if (!recorder.frozen()) {
            listener.progress("%s: what the device can do at most".formatted(run.cell()));
            OptionalDouble gflops = ceilings.measure(run.lane(), group.precision);
            boolean cpu = run.cell().contender().device().equals(Device.cpu().id());
            reading.keep(run.throttling(), gflops, cpu ? clock.currentMHz() : OptionalInt.empty());
        }
    }

    /** The samples are there: what no time is left for has no figure. */
    private void measureEnergies(List<CellRun> runs) {
        forEach(runs, run -> {
            if (!recorder.frozen() && remainingSeconds() > run.secondsPerProduct()) {
                listener.progress("%s: energy".formatted(run.cell()));
                run.measureEnergy(energies);
            }
        });
    }

    /** Likewise. */
    private void audit(List<CellRun> runs) {
        forEach(runs, run -> {
            if (!recorder.frozen() && remainingSeconds() > 0) {
                run.audit();
            }
        });
    }

    /** A meter that is lost costs no cell: shares stay unknown. */
    private boolean isLost(Lane meter, Precision precision) {
        try {
            ceilings.measure(meter, precision);
            return false;
        } catch (WorkerFailure e) {
            meter.close();
            return true;
        }
    }

    private static double expected(CellRun run, Group group) {
        return run.lane().expectedSeconds(group.precision, group.shape);
    }

    /** Checks each contender's product; who fails here gets its outcome and takes no turn. */
    private List<CellRun> begin(Group group) {
        List<CellRun> runs = new ArrayList<>();
        for (Lane lane : lanes) {
            Cell cell = new Cell(lane.contender(), group.precision, group.shape);
            Optional<CellResult> known = resultWithoutTrying(lane, cell);
            if (known.isPresent()) {
                record(known.get());
                continue;
            }
            listener.progress("%s: checking".formatted(cell));
            CellRun run = new CellRun(lane, cell, plan.launches());
            try {
                run.check(plan.seed(), costs.check(group.shape, expected(run, group)));
                runs.add(run);
            } catch (WorkerFailure e) {
                record(CellResults.failed(lane, cell, e));
            }
        }
        return runs;
    }

    private Optional<CellResult> resultWithoutTrying(Lane lane, Cell cell) {
        return lane.failedAlready()
                .map(reason -> CellResults.notMeasured(cell, lane.threads(), lane.yardstick(), Outcome.FAILED, reason))
                .or(() -> admission
                        .refusal(lane, cell.precision(), cell.shape())
                        .map(reason -> CellResults.notMeasured(
                                cell, lane.threads(), lane.yardstick(), Outcome.SKIPPED, reason)));
    }

    /** Exact products are alike to the bit, or one of them is wrong. */
    private void removeWrongDigests(List<CellRun> runs) {
        for (Optional<CellRun> odd = CellRun.oddOneOut(runs); odd.isPresent(); odd = CellRun.oddOneOut(runs)) {
            CellRun run = odd.get();
            runs.remove(run);
            record(CellResults.notMeasured(
                    run.cell(),
                    run.lane().threads(),
                    run.lane().yardstick(),
                    Outcome.WRONG,
                    "its integer product differs from the others': " + run.digest()));
        }
    }

    private void takeTurns(List<CellRun> runs, Rounds rounds, long launchEnd) {
        List<CellRun> unsettled = new ArrayList<>(runs);
        double slowest =
                runs.stream().mapToDouble(CellRun::secondsPerProduct).max().orElse(0);
        double turn = Math.max(plan.pace().turn(), slowest / TURNS_IN_SLOWEST);
        while (!unsettled.isEmpty() && !recorder.frozen()) {
            listener.progress(leastSettled(unsettled).cell().toString());
            Collections.shuffle(unsettled, turns);
            List<CellRun> before = List.copyOf(unsettled);
            forEach(unsettled, run -> run.sample(turn));
            rounds.endRound();
            runs.removeIf(run -> before.contains(run) && !unsettled.contains(run)); // lost in this round
            if (System.nanoTime() >= launchEnd) {
                unsettled.forEach(CellRun::stop);
            }
            unsettled.removeIf(CellRun::settled);
            outlook.sampled(unsettled);
        }
    }

    /** The one that keeps the others waiting, as far as that is known. */
    private static CellRun leastSettled(List<CellRun> unsettled) {
        return unsettled.stream()
                .max(Comparator.comparingDouble(run -> run.halfWidth().orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }

    /** Does something with each run; a run whose worker fails is recorded and removed. */
    private void forEach(List<CellRun> runs, Step step) {
        runs.removeIf(run -> {
            try {
                step.take(run);
                return false;
            } catch (WorkerFailure e) {
                record(CellResults.failed(run.lane(), run.cell(), run.named(e)));
                return true;
            }
        });
    }

    private void record(CellResult result) {
        if (recorder.add(result)) {
            tell(result);
        }
    }

    private void tell(CellResult result) {
        outlook.done();
        listener.finished(result);
    }

    private double remainingSeconds() {
        return (end - System.nanoTime()) / 1e9;
    }

    private record Group(Precision precision, Shape shape) {}

    private interface Reading {
        void keep(Throttling throttling, OptionalDouble gflops, OptionalInt megahertz);
    }

    private interface Step {
        void take(CellRun run) throws WorkerFailure;
    }
}
