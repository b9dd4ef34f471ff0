package dev.santoku.kitchen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Orders in which steps can be taken; a step is a number from 0 on. */
final class Orders {
    private Orders() {}

    /**
     * All orders in which no step comes before one that it needs.
     *
     * @param needs for each step the steps that must come before it; without any, all n! orders
     * @param visitor is shown each order, in a list that changes afterwards
     */
    static void allowed(List<List<Integer>> needs, Consumer<List<Integer>> visitor) {
        extend(new ArrayList<>(), needs, visitor);
    }

    private static void extend(List<Integer> begun, List<List<Integer>> needs, Consumer<List<Integer>> visitor) {
        if (begun.size() == needs.size()) {
            visitor.accept(begun);
            return;
        }
        for (int step = 0; step < needs.size(); step++) {
            if (!begun.contains(step) && begun.containsAll(needs.get(step))) {
                begun.add(step);
                extend(begun, needs, visitor);
                begun.remove(begun.size() - 1);
            }
        }
    }

    /** Whether an order keeps to what its steps need. */
    static boolean isAllowed(List<Integer> order, List<List<Integer>> needs) {
        return IntStream.range(0, order.size())
                .allMatch(i -> order.subList(0, i).containsAll(needs.get(order.get(i))));
    }

    /** Needs nothing: so many steps, each independent of the others. */
    static List<List<Integer>> independent(int steps) {
        return Collections.nCopies(steps, List.of());
    }

    /**
     * Draws an interleaving: which task takes its next step, over and over.
     *
     * @param tasks each with its steps in their own order
     * @param steps of each task
     */
    static List<Integer> interleaving(int tasks, int steps, Random random) {
        List<Integer> turns = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            turns.addAll(Collections.nCopies(steps, task));
        }
        Collections.shuffle(turns, random);
        return turns;
    }
}
