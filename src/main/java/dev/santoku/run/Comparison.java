package dev.santoku.run;

import dev.santoku.backend.Backend;
import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.CeilingContenders;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.plan.SizeLadder;
import dev.santoku.result.CellGroup;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan. All contenders meet at one precision and shape before the next is begun, and take turns there in random
 * order, so that what disturbs the machine disturbs all of them alike.
 */
public final class Comparison {
    private final Plan plan;
    private final Recorder recorder;
    private final RunListener listener;
    private final MemoryModel memory;
    private final Admission admission;
    private final Budget budget;
    private final ProgressEstimate outlook;
    private final List<ContenderWorker> lanes;
    private final GroupCeilings ceilings;
    private final FirstChecks checks;
    private final Launches launches;

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
        this.budget = new Budget(remaining);
        this.admission = new Admission(plan, memory, budget::remainingSeconds);
        this.outlook = new ProgressEstimate(listener, budget::remainingSeconds);
        this.lanes = lanes(plan.contenders(), machine, backends, starter, silence);
        List<ContenderWorker> meters = lanes(
                CeilingContenders.missing(plan.contenders(), backends, machine), machine, backends, starter, silence);
        GroupSpeedups speedups =
                new GroupSpeedups(plan.selfCheck(), lanes, machine.host().cores());
        Recording recording = new Recording(recorder, listener, outlook, speedups, lanes, budget);
        this.ceilings = new GroupCeilings(new CeilingMeter(recorder), recording, meters);
        this.checks = new FirstChecks(plan, lanes, admission, recording);
        this.launches = new Launches(
                plan,
                budget,
                new SamplingTurns(plan.pace().turn(), plan.seed(), recording, listener, outlook),
                ceilings,
                new SideQuestions(new EnergyMeter(machine), recording, budget),
                recording);
        recorder.before().ifPresent(before -> before.losses().forEach(this::lostBefore));
    }

    private List<ContenderWorker> lanes(
            List<Contender> contenders,
            Machine machine,
            Map<String, Backend> backends,
            WorkerStarter starter,
            Optional<Duration> silence) {
        return contenders.stream()
                .map(contender -> new ContenderWorker(
                        contender,
                        machine.nameOfOpenClDevice(contender.device()),
                        backends.get(contender.backend()),
                        starter,
                        () -> silence.orElseGet(budget::affordableSilence)))
                .toList();
    }

    private void lostBefore(JournalEntry.Losses losses) {
        lanes.stream()
                .filter(lane -> lane.contender().equals(losses.contender()))
                .forEach(lane -> lane.lostBefore(losses));
    }

    /** Runs it to the end; every planned cell is recorded with its outcome, unless the recorder is frozen before. */
    public void run() {
        Optional<List<CellGroup>> known = knownShapes().map(this::groups);
        if (known.isPresent() && known.get().isEmpty()) {
            return;
        }
        try {
            startAll();
            new Calibration(plan, memory, listener)
                    .run(lanes.stream().filter(lane -> !lane.givenUp()).toList());
            if (recorder.before().isPresent()) {
                budget.beginAgain();
            }
            measure(known.orElseGet(() -> groups(firstShapes())));
        } finally {
            lanes.forEach(ContenderWorker::close);
            ceilings.close();
        }
    }

    /** All virtual machines start at once; the first questions find them ready. */
    private void startAll() {
        for (ContenderWorker lane : lanes) {
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
        recorder.sizes(shapes, budget.remainingSeconds());
        return shapes;
    }

    private List<Shape> chooseShapes() {
        List<Double> rates = lanes.stream()
                .flatMap(lane -> lane.rate(plan.precisions().get(0)).stream())
                .toList();
        return new SizeLadder(plan.pace(), plan.precisions().size(), memory)
                .choose(rates, budget.remainingSeconds() / plan.launches());
    }

    /** Those that are not measured yet. */
    private List<CellGroup> groups(List<Shape> shapes) {
        List<CellGroup> groups = new ArrayList<>();
        for (Precision precision : plan.precisions()) {
            for (Shape shape : shapes) {
                if (recorder.before().stream().noneMatch(before -> before.has(precision, shape))) {
                    groups.add(new CellGroup(precision, shape));
                }
            }
        }
        return groups;
    }

    /** One after the other; each has the share of what is left that it is predicted to cost. */
    private void measure(List<CellGroup> groups) {
        int before = recorder.before().map(JournalContent::cells).orElse(0);
        outlook.over(before + groups.size() * (lanes.size() + plan.absent().size()), before);
        for (int i = 0; i < groups.size() && !recorder.frozen(); i++) {
            double cost = cost(groups.get(i));
            double allCosts = groups.subList(i, groups.size()).stream()
                    .mapToDouble(this::cost)
                    .sum();
            outlook.begins(cost, allCosts - cost);
            measure(groups.get(i), cost == 0 ? 0 : budget.remainingSeconds() * cost / allCosts);
            outlook.ends();
        }
    }

    private double cost(CellGroup group) {
        return lanes.stream()
                .mapToDouble(lane -> admission.cost(lane, group.precision(), group.shape()))
                .sum();
    }

    private void measure(CellGroup group, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double share = seconds / Math.max(1, lanes.size() * plan.launches());
        launches.measure(group, checks.begin(group), share, end);
    }
}
