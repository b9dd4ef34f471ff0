package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One peer's share in the rounds. A turn is a burst of products in a row, as a program computes that multiplies many
 * matrices: the first ones are not counted, for they find the threads of a pool parked and the caches cold.
 */
final class Turn {
    private static final double LEAST_BURST_SECONDS = 10e-3;
    private static final double LEAD_IN_SECONDS = 5e-3;

    /** Beside a product that takes longer, waking threads and filling caches does not count. */
    private static final double LONG_SECONDS = 40e-3;

    private static final double NANO = 1e-9;

    private final Peer peer;
    private final Task task;
    private final Shape shape;
    private final List<double[]> bursts = new ArrayList<>();
    private final List<double[]> afterRest = new ArrayList<>();
    private final List<double[]> ofCeiling = new ArrayList<>();
    private double expected;

    Turn(Peer peer, Task task, Shape shape) {
        this.peer = peer;
        this.task = task;
        this.shape = shape;
    }

    Peer peer() {
        return peer;
    }

    Task task() {
        return task;
    }

    void warm(WarmUp warmUp) {
        expected = warmUp.run(task::compute, System::nanoTime);
    }

    /** One turn of a process at rest. */
    void take() {
        burst();
    }

    /** One turn between two looks at what the peer can do at most at this moment; their mean is its ceiling. */
    void takeBelowCeiling(Precision precision) {
        OptionalDouble before = peer.fmaCeiling(precision);
        double seconds = burst();
        OptionalDouble after = peer.fmaCeiling(precision);
        if (before.isPresent() && after.isPresent()) {
            double ceiling = (before.getAsDouble() + after.getAsDouble()) / 2;
            ofCeiling.add(new double[] {shape.flops() / seconds / 1e9 / ceiling});
        }
    }

    /** Seconds of one product. */
    private double burst() {
        double first = time(1);
        afterRest.add(new double[] {first});
        double seconds = first;
        if (first < LONG_SECONDS) {
            time(products(LEAD_IN_SECONDS));
            int products = products(LEAST_BURST_SECONDS);
            seconds = time(products) / products;
        }
        bursts.add(new double[] {seconds});
        return seconds;
    }

    private int products(double leastSeconds) {
        return (int) Math.max(1, Math.ceil(leastSeconds / expected));
    }

    /** Seconds of so many products. */
    private double time(int products) {
        long start = System.nanoTime();
        for (int i = 0; i < products; i++) {
            task.compute();
        }
        return (System.nanoTime() - start) * NANO;
    }

    /** What was measured. */
    Times times() {
        return new Times(
                new Samples(bursts),
                new Samples(afterRest),
                ofCeiling.isEmpty() ? Optional.empty() : Optional.of(new Samples(ofCeiling)));
    }
}
