package dev.santoku.run;

import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.CeilingContenders;
import dev.santoku.plan.CostModel;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.plan.SizeLadder;
import dev.santoku.result.CellGroup;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import dev.santoku.run.cell.EnergyMeter;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.run.speedup.Scalings;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final CostModel costs;
    private final Admission admission;
    private final Budget budget;
    private final ProgressEstimate estimate;
    private final List<ContenderWorker> workers;
    private final GroupCeilings ceilings;
    private final FirstChecks checks;
    private final Launches launches;

    /**
     * Prepares a run.
     *
     * @param memory for the plan's contenders
     * @param remaining what is left of the budget; of a run that goes on, from when it measures again
     */
    public Comparison(
            Plan plan,
            MemoryModel memory,
            ContenderWorkers contenders,
            Duration remaining,
            Recorder recorder,
            RunListener listener) {
        Machine machine = contenders.machine();
        this.plan = plan;
        this.recorder = recorder;
        this.listener = listener;
        this.memory = memory;
        this.costs = new CostModel(plan.sampling().profile());
        this.budget = new Budget(remaining);
        this.admission = new Admission(plan, memory, costs, budget::remainingSeconds);
        this.estimate = new ProgressEstimate(listener, budget::remainingSeconds);
        this.workers = workers(plan.contenders(), contenders);
        List<ContenderWorker> meters =
                workers(CeilingContenders.missing(plan.contenders(), contenders.backends(), machine), contenders);
        this.ceilings = new GroupCeilings(new CeilingMeter(recorder), listener, meters);
        this.checks = new FirstChecks(plan, workers, admission, costs, listener);
        this.launches = new Launches(
                plan,
                budget,
                new SamplingTurns(plan.sampling(), listener, estimate),
                ceilings,
                new SideQuestions(new EnergyMeter(machine), budget, listener),
                new GroupResults(
                        plan.selfCheck(), workers, new Scalings(machine.host().cores()), budget, recorder, estimate),
                listener);
        recorder.before().ifPresent(before -> before.losses().forEach(this::lostBefore));
    }

    private List<ContenderWorker> workers(List<Contender> some, ContenderWorkers contenders) {
        return some.stream()
                .map(contender -> contenders.of(contender, budget::affordableSilence))
                .toList();
    }

    private void lostBefore(JournalEntry.Losses losses) {
        workers.stream()
                .filter(worker -> worker.contender().equals(losses.contender()))
                .forEach(worker -> worker.losses().before(losses));
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
                    .run(workers.stream()
                            .filter(worker -> !worker.losses().givenUp())
                            .toList());
            if (recorder.before().isPresent()) {
                budget.beginAgain();
            }
            measure(known.orElseGet(() -> groups(firstShapes())));
        } finally {
            workers.forEach(ContenderWorker::close);
            ceilings.close();
        }
    }

    /** All JVMs start at once; the first questions find them ready. */
    private void startAll() {
        for (ContenderWorker worker : workers) {
            if (worker.losses().givenUp()) {
                continue;
            }
            try {
                worker.start();
            } catch (WorkerFailure e) {
                worker.lostBetweenCells(e);
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
        List<Double> rates = workers.stream()
                .flatMap(worker -> worker.rates().rate(plan.precisions().get(0)).stream())
                .toList();
        return new SizeLadder(costs, plan.precisions().size(), memory)
                .choose(rates, budget.remainingSeconds() / plan.sampling().launches());
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
        estimate.over(before + groups.size() * (workers.size() + plan.absent().size()), before);
        for (int i = 0; i < groups.size() && !recorder.frozen(); i++) {
            double cost = cost(groups.get(i));
            double allCosts = groups.subList(i, groups.size()).stream()
                    .mapToDouble(this::cost)
                    .sum();
            estimate.begins(cost, allCosts - cost);
            measure(groups.get(i), cost == 0 ? 0 : budget.remainingSeconds() * cost / allCosts);
            estimate.ends();
        }
    }

    private double cost(CellGroup group) {
        return workers.stream()
                .mapToDouble(worker -> admission.cost(worker, group.precision(), group.shape()))
                .sum();
    }

    private void measure(CellGroup group, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double share = seconds / Math.max(1, workers.size() * plan.sampling().launches());
        RunningCells cells = new RunningCells(group, recorder, estimate);
        checks.begin(cells);
        launches.measure(cells, share, end);
    }
}
