package dev.santoku.run.soak;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;

/**
 * Chooses the size of a burn-in for a contender: as large as its memory and the host's allow, so that little of the time goes
 * into reading C back, and so small that a product takes no more than half a second.
 */
final class SoakSize {
    static final int FIRST_SIDE = 256;
    private static final int LARGEST_SIDE = 16_384;
    private static final double LONGEST_PRODUCT = 0.5;

    /** A short burn-in is to have so many products, too. */
    private static final double LEAST_PRODUCTS = 100;

    /** What Java has not compiled yet is a hundred times as slow: at least so long, and until times are stable. */
    private static final double LEAST_WARM_SECONDS = 0.5;

    private static final double MOST_WARM_SECONDS = 4;

    /** Of the device's memory. */
    private static final double SHARE_OF_DEVICE = 0.8;

    /** Two products in flight, each with one of turned inputs, and up to two thirds more for packed panels. */
    private static final double COPIES_ON_DEVICE = 4 * 5 / 3.0;

    private final MemoryModel memory;
    private final double longestProduct;
    private final long seed;

    SoakSize(MemoryModel memory, Duration time, long seed) {
        this.memory = memory;
        this.longestProduct = Math.min(LONGEST_PRODUCT, time.toMillis() / 1000.0 / LEAST_PRODUCTS);
        this.seed = seed;
    }

    /** Measures larger and larger products until the next one would be too large. */
    Shape choose(ContenderWorker worker, Device device, Precision precision) throws WorkerFailure {
        int side = FIRST_SIDE;
        while (true) {
            Shape shape = Shape.square(side);
            worker.ask(new Request.Load(precision, shape, seed), Answer.Done.class, 1);
            double seconds = worker.ask(
                            new Request.Warm(LEAST_WARM_SECONDS, MOST_WARM_SECONDS),
                            Answer.Warmed.class,
                            MOST_WARM_SECONDS)
                    .seconds();
            worker.rates().measured(precision, shape, seconds);
            int next = side;
            while (fits(Shape.square(2 * next), worker, device, precision)) {
                next *= 2;
            }
            if (next == side) {
                return shape;
            }
            side = next;
        }
    }

    private boolean fits(Shape shape, ContenderWorker worker, Device device, Precision precision) {
        double ofDevice = COPIES_ON_DEVICE * shape.bytes(precision);
        long matrix = (long) shape.m() * shape.n() * precision.bytes();
        return shape.m() <= LARGEST_SIDE
                && worker.rates().expectedSeconds(precision, shape) <= longestProduct
                && memory.holds(shape, precision)
                && (device.memoryBytes() == null || ofDevice <= SHARE_OF_DEVICE * device.memoryBytes())
                && (device.maxAllocationBytes() == null || matrix <= device.maxAllocationBytes());
    }
}
