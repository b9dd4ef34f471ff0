package dev.santoku.measure.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The samples of one cell, kept by the turns in which they were taken: those of one turn share its moment, and are no
 * independent witnesses.
 */
public final class Samples {
    private final List<double[]> turns;

    /**
     * Keeps the arrays, which must not change any more.
     *
     * @param turns oldest first, at least one, each with at least one sample
     */
    public Samples(List<double[]> turns) {
        if (turns.isEmpty() || turns.stream().anyMatch(turn -> turn.length == 0)) {
            throw new IllegalArgumentException("no samples");
        }
        this.turns = List.copyOf(turns);
    }

    /** How many turns. */
    public int turns() {
        return turns.size();
    }

    /** The samples of one turn. */
    double[] turn(int index) {
        return turns.get(index);
    }

    /** All samples, oldest first; a new array. */
    public double[] all() {
        return turns.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** How many samples. */
    public int count() {
        return turns.stream().mapToInt(turn -> turn.length).sum();
    }
}
