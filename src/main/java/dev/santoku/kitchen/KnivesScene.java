package dev.santoku.kitchen;

import static dev.santoku.kitchen.RowIds.ONE_AFTER_THE_OTHER;
import static dev.santoku.kitchen.RowIds.PARALLEL;
import static dev.santoku.kitchen.RowIds.TURNS_COARSE;
import static dev.santoku.kitchen.RowIds.TURNS_FINE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The same tasks of pure computing, one after the other, in turns on one core, and on a core each. A knife is a core. Every
 * task does the same units in every row and stamps each with the clock; who had which core when is read from the stamps.
 */
final class KnivesScene {
    private static final int FEWEST_TASKS = 2;
    private static final long UNIT_NANOS = 20_000;

    /** How often a task gets the knife where turns are coarse. */
    private static final int COARSE_HELPINGS = 4;

    /** Where no system takes the knife away, one thread changes tasks as often as Linux would. */
    private static final long FINE_TURN_NANOS = 4_000_000;

    private final Settings settings;
    private final Cores cores;
    private final Affinity.Search affinity;
    private final List<String> tasks;
    private final int units;
    private final int cutsPerUnit;

    /**
     * A scene.
     *
     * @param cores those that there are
     * @param affinity what holds threads on them
     */
    KnivesScene(Settings settings, Cores cores, Affinity.Search affinity) {
        this.settings = settings;
        this.cores = cores.atMost(settings.workers());
        this.affinity = affinity;
        this.tasks = Tasks.vegetables(settings.tasksOr(FEWEST_TASKS));
        this.units = (int) Math.max(COARSE_HELPINGS, settings.workMillis() * 1_000_000 / UNIT_NANOS);
        this.cutsPerUnit = Chopping.cutsIn(UNIT_NANOS);
    }

    /** Measures. */
    Scene play() {
        Rounds<Play> rounds = new Rounds<>();
        rounds.add(ONE_AFTER_THE_OTHER, () -> onOneCore(List.of(new Cutting.Alone(newTasks(), units))));
        rounds.add(TURNS_COARSE, () -> inTurns(units / COARSE_HELPINGS, this::handingOn));
        rounds.add(TURNS_FINE, () -> inTurns((int) (FINE_TURN_NANOS / UNIT_NANOS), this::undisturbed));
        int workers = Math.min(cores.count(), tasks.size());
        if (workers > 1) {
            rounds.add(PARALLEL, () -> inParallel(workers));
        }
        Map<String, List<Play>> plays = rounds.play(settings.rounds(), settings.seed());
        List<Row> rows = new ArrayList<>();
        plays.forEach((id, played) -> rows.add(row(id, played, id.equals(PARALLEL) ? workers : 1)));
        if (workers == 1) {
            rows.add(Row.skipped(PARALLEL, cores.whyOne(settings) + ", and two things at the same moment need two"));
        }
        return new Scene(SceneId.KNIVES, notes(), difference(plays), rows);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(cores.notes(settings));
        if (affinity instanceof Affinity.Search.Missing missing) {
            notes.add(
                    "%s: on one core, one thread takes turns between the tasks by itself".formatted(missing.reason()));
        }
        return notes;
    }

    /** All rows do the same work, so all must come to the same result. */
    private static String difference(Map<String, List<Play>> plays) {
        long salads = plays.values().stream()
                .flatMap(List::stream)
                .map(Play::result)
                .distinct()
                .count();
        return salads == 1 ? null : "the rows came to %d different results".formatted(salads);
    }

    private Row row(String id, List<Play> plays, int workers) {
        Play play = Rounds.median(plays, Play::nanos);
        return Row.measured(id, play.timeline())
                .with(Figure.SECONDS, play.nanos() / 1e9)
                .with(Figure.TURNS, play.turns())
                .with(Figure.CORES, workers)
                .with(Figure.AWAY_SHARE, awayShare(play.timeline()))
                .with(Figure.ROUNDS, plays.size());
    }

    /** The share of the timeline's time, each up to its own end, that no slice covers. */
    static double awayShare(List<TimelineRow> timeline) {
        long all = timeline.stream().mapToLong(TimelineRow::endNanos).sum();
        long busy = timeline.stream()
                .flatMap(row -> row.slices().stream())
                .mapToLong(TimelineSlice::nanos)
                .sum();
        return all == 0 ? 0 : 1 - (double) busy / all;
    }

    private Play inTurns(int unitsPerTurn, Supplier<List<Cutting>> threads) {
        return affinity instanceof Affinity.Search.Found
                ? onOneCore(threads.get())
                : onOneCore(List.of(new Cutting.Alone(newTasks(), unitsPerTurn)));
    }

    /** A thread for each task; a knife in hand is kept for a helping, then handed on. */
    private List<Cutting> handingOn() {
        List<Semaphore> mayCut = tasks.stream().map(task -> new Semaphore(0)).toList();
        mayCut.get(0).release();
        int helping = (units + COARSE_HELPINGS - 1) / COARSE_HELPINGS;
        List<Cutting> threads = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            threads.add(new Cutting.InHelpings(
                    newTask(tasks.get(i)), helping, mayCut.get(i), mayCut.get((i + 1) % tasks.size())));
        }
        return threads;
    }

    /** A thread for each task, and nothing between them: who cuts is the operating system's to say. */
    private List<Cutting> undisturbed() {
        return newTasks().stream()
                .map(task -> (Cutting) new Cutting.Alone(List.of(task), units))
                .toList();
    }

    private List<Cut> newTasks() {
        return tasks.stream().map(this::newTask).toList();
    }

    private Cut newTask(String task) {
        return new Cut(task, units, cutsPerUnit);
    }

    private Play onOneCore(List<? extends Cutting> threads) {
        hold(cores.processors().subList(0, 1));
        Cooks.together(threads);
        List<Stamps> stamps = stamps(threads);
        long origin = first(stamps);
        String worker = affinity instanceof Affinity.Search.Found
                ? Cores.name(cores.processors().get(0))
                : "one thread";
        Turns turns = Turns.read(worker, stamps, origin);
        return new Play(last(stamps) - origin, List.of(turns.row()), turns.count(), result(threads));
    }

    /** Each worker is held on a core of its own and takes the next task when it has done one. */
    private Play inParallel(int workers) {
        hold(cores.processors().subList(0, workers));
        List<Cut> cuts = newTasks();
        Queue<Cut> waiting = new ConcurrentLinkedQueue<>(cuts.subList(workers, cuts.size()));
        List<Cutting> threads = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            threads.add(new Cutting.FromTheQueue(
                    cuts.get(worker), waiting, affinity, cores.processors().get(worker)));
        }
        Cooks.together(threads);
        List<Stamps> all = stamps(threads);
        long origin = first(all);
        List<TimelineRow> timeline = new ArrayList<>();
        int turns = 0;
        for (int worker = 0; worker < workers; worker++) {
            String name = affinity instanceof Affinity.Search.Found
                    ? Cores.name(cores.processors().get(worker))
                    : "thread " + (worker + 1);
            Turns read = Turns.read(name, stamps(List.of(threads.get(worker))), origin);
            timeline.add(read.row());
            turns += read.count();
        }
        return new Play(last(all) - origin, timeline, turns, result(threads));
    }

    private void hold(List<Integer> processors) {
        if (affinity instanceof Affinity.Search.Found found) {
            try {
                found.affinity().hold(processors);
            } catch (IOException e) {
                throw new SceneException(e.getMessage(), e);
            }
        }
    }

    private static List<Stamps> stamps(List<? extends Cutting> threads) {
        return threads.stream()
                .flatMap(thread -> thread.cuts().stream())
                .map(Cut::stamps)
                .toList();
    }

    private static long first(List<Stamps> stamps) {
        return stamps.stream()
                .filter(one -> one.count() > 0)
                .mapToLong(one -> one.begin(0))
                .min()
                .orElseThrow();
    }

    private static long last(List<Stamps> stamps) {
        return stamps.stream()
                .filter(one -> one.count() > 0)
                .mapToLong(one -> one.end(one.count() - 1))
                .max()
                .orElseThrow();
    }

    private static long result(List<? extends Cutting> threads) {
        return threads.stream()
                .flatMap(thread -> thread.cuts().stream())
                .mapToLong(Cut::state)
                .reduce(0, (one, other) -> one ^ other);
    }

    /** One row, played once. */
    private record Play(long nanos, List<TimelineRow> timeline, int turns, long result) {}
}
