package dev.santoku.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The samples of one cell, kept by the launches and turns in which they were taken. Those of one turn share its moment,
 * those of one launch what the JVM made of the code: neither are independent witnesses.
 */
public final class Samples {
    private final List<List<double[]>> launches;

    /**
     * Samples of one launch. Keeps the arrays, which must not change any more.
     *
     * @param turns oldest first, at least one, each with at least one sample
     */
    public Samples(List<double[]> turns) {
        this.launches = List.of(checked(turns));
    }

    private Samples(Stream<List<double[]>> launches) {
        this.launches = launches.map(Samples::checked).toList();
        if (this.launches.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
    }

    /**
     * Samples of several launches.
     *
     * @param launches oldest first, at least one, each as {@link #Samples(List)} takes them
     */
    public static Samples ofLaunches(List<List<double[]>> launches) {
        return new Samples(launches.stream());
    }

    private static List<double[]> checked(List<double[]> turns) {
        if (turns.isEmpty() || turns.stream().anyMatch(turn -> turn.length == 0)) {
            throw new IllegalArgumentException("no samples");
        }
        return List.copyOf(turns);
    }

    /** How many launches. */
    public int launches() {
        return launches.size();
    }

    /** The turns of one launch, oldest first; their arrays must not be changed. */
    public List<double[]> launch(int index) {
        return launches.get(index);
    }

    /** All samples of one launch, oldest first; a new array. */
    public double[] allOf(int launch) {
        return launches.get(launch).stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** How many turns, of all launches. */
    public int turns() {
        return launches.stream().mapToInt(List::size).sum();
    }

    /** All samples, oldest first; a new array. */
    public double[] all() {
        return launches.stream()
                .flatMap(List::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** How many samples. */
    public int count() {
        return launches.stream()
                .flatMap(List::stream)
                .mapToInt(turn -> turn.length)
                .sum();
    }
}
