package dev.santoku.peers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Foretells how long the steps of a run still take: what they are thought to take, corrected by what they took. */
final class Eta {
    private final Deque<Double> left = new ArrayDeque<>();
    private double thoughtDone;
    private double spent;
    private int steps;

    /** One step more, thought to take so many seconds. */
    void expect(double seconds) {
        left.add(seconds);
        steps++;
    }

    /** The next step, in the order in which they were expected, took so many seconds. */
    void took(double seconds) {
        thoughtDone += left.remove();
        spent += seconds;
    }

    /** Seconds that are left, the step at hand included. */
    double seconds() {
        double thought = left.stream().mapToDouble(Double::doubleValue).sum();
        return thoughtDone == 0 ? thought : thought * spent / thoughtDone;
    }

    /** {@code step 3 of 40, 7 min left}. */
    @Override
    public String toString() {
        double seconds = seconds();
        String time = seconds < 100
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
        return "step %d of %d, about %s left".formatted(steps - left.size() + 1, steps, time);
    }
}
