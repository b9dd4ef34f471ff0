package dev.santoku.kitchen;

import static dev.santoku.kitchen.RowIds.CAREFUL;
import static dev.santoku.kitchen.RowIds.CARELESS;
import static dev.santoku.kitchen.RowIds.DEPENDENCY;
import static dev.santoku.kitchen.RowIds.DEPENDENCY_IGNORED;
import static dev.santoku.kitchen.RowIds.INTERLEAVINGS;
import static dev.santoku.kitchen.RowIds.PERMUTATIONS;
import static dev.santoku.kitchen.RowIds.THREADS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What may run out of order. Independent tasks give the same salad in every order and however their steps are interleaved; a
 * dependency leaves some orders only; a bowl that two tasks share without care loses pieces.
 */
final class OrderScene {
    private static final int TASKS = 4;
    private static final int STEPS = 4;
    private static final int INTERLEAVED = 1000;
    private static final int THREADED = 100;
    private static final int PIECES = 20_000;
    private static final int SHOWN_ORDERS = 3;

    private final Settings settings;
    private final List<String> tasks;

    OrderScene(Settings settings) {
        this.settings = settings;
        this.tasks = Tasks.vegetables(settings.tasksOr(TASKS));
    }

    /** Plays and counts. */
    Scene play() {
        List<Row> rows = new ArrayList<>();
        Trial permutations = permutations();
        Trial interleavings = interleavings();
        Trial threads = threads();
        rows.add(permutations.row(PERMUTATIONS));
        rows.add(interleavings.row(INTERLEAVINGS));
        rows.add(threads.row(THREADS));
        dependency(rows);
        rows.add(bowl(CARELESS, false));
        rows.add(bowl(CAREFUL, true));
        Set<Long> salads = new HashSet<>(permutations.digests);
        salads.addAll(interleavings.digests);
        salads.addAll(threads.digests);
        String failure =
                salads.size() == 1 ? null : "independent tasks came to %d different salads".formatted(salads.size());
        return new Scene(SceneId.ORDER, List.of(), failure, rows);
    }

    /** Whole tasks in every order. */
    private Trial permutations() {
        Trial trial = new Trial();
        Orders.allowed(Orders.independent(tasks.size()), order -> {
            List<Integer> steps = order.stream()
                    .flatMap(task -> IntStream.range(0, STEPS).mapToObj(step -> task))
                    .toList();
            Salad salad = new Salad(tasks);
            trial.cook(salad, tasks, steps, salad::cut);
        });
        return trial;
    }

    /** Steps of all tasks, drawn one by one. */
    private Trial interleavings() {
        Trial trial = new Trial();
        Random random = new Random(settings.seed());
        for (int i = 0; i < INTERLEAVED; i++) {
            Salad salad = new Salad(tasks);
            trial.cook(salad, tasks, Orders.interleaving(tasks.size(), STEPS, random), salad::cut);
        }
        return trial;
    }

    /** A thread for each task: the operating system interleaves them. */
    private Trial threads() {
        Trial trial = new Trial();
        for (int i = 0; i < THREADED; i++) {
            Salad salad = new Salad(tasks);
            Cooks.together(IntStream.range(0, tasks.size())
                    .mapToObj(task -> (Cooks.Work) () -> {
                        for (int step = 0; step < STEPS; step++) {
                            salad.cut(task);
                        }
                    })
                    .toList());
            trial.add(salad.digest());
        }
        return trial;
    }

    /** A recipe as a graph, once in all orders that it allows and once in all others. */
    private static void dependency(List<Row> rows) {
        Trial allowed = new Trial();
        Trial ignored = new Trial();
        List<List<Integer>> needs = Recipe.STEPS.stream().map(Recipe::needs).toList();
        List<String> names = Recipe.STEPS.stream().map(Recipe::name).toList();
        Orders.allowed(Orders.independent(needs.size()), order -> {
            Salad salad = new Salad(Recipe.INGREDIENTS);
            Trial trial = Orders.isAllowed(order, needs) ? allowed : ignored;
            trial.cook(
                    salad, names, order, step -> Recipe.STEPS.get(step).action().accept(salad));
        });
        int orders = allowed.count + ignored.count;
        rows.add(allowed.row(DEPENDENCY).with(Figure.ORDERS, orders));
        rows.add(ignored.row(DEPENDENCY_IGNORED).with(Figure.ORDERS, orders));
    }

    private Row bowl(String id, boolean careful) {
        int cooks = settings.tasksOr(2);
        return Row.measured(id, List.of())
                .with(Figure.UPDATES, (long) cooks * PIECES)
                .with(Figure.LOST_UPDATES, Bowl.lostUpdates(cooks, PIECES, careful));
    }

    /** Many ways to the same salad, or to different ones. */
    private static final class Trial {
        private final Set<Long> digests = new HashSet<>();
        private final Deque<TimelineRow> last = new ArrayDeque<>();
        private int count;

        void add(long digest) {
            digests.add(digest);
            count++;
        }

        /**
         * One salad more; the stamps of the last few are kept.
         *
         * @param names of steps
         * @param order in which they are taken
         * @param hands take a step
         */
        void cook(Salad salad, List<String> names, List<Integer> order, IntConsumer hands) {
            List<TimelineSlice> slices = new ArrayList<>();
            long origin = System.nanoTime();
            for (int step : order) {
                long begin = System.nanoTime();
                hands.accept(step);
                slices.add(new TimelineSlice(
                        names.get(step), begin - origin, Math.max(begin + 1, System.nanoTime()) - origin));
            }
            add(salad.digest());
            last.add(new TimelineRow("order " + count, slices));
            if (last.size() > SHOWN_ORDERS) {
                last.remove();
            }
        }

        Row row(String id) {
            return Row.measured(id, List.copyOf(last)).with(Figure.COUNT, count).with(Figure.DIGESTS, digests.size());
        }
    }
}
