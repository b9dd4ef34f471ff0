package dev.santoku.peers;

import com.sun.management.ThreadMXBean;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Bytes that all threads of this JVM allocate while a product that is ready is computed again and again. */
final class Allocation {
    /** m = n = k. */
    static final int SIDE = 256;

    private static final double WARM_UP_SECONDS = 3;
    private static final int PRODUCTS = 1000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes per warm product, C not counted: that was allocated when the product was prepared. */
    double perProduct(Peer peer, Precision precision) {
        try (Task task = peer.prepare(Inputs.uniform(Shape.square(SIDE), precision, 1))) {
            long start = System.nanoTime();
            do {
                task.compute();
            } while ((System.nanoTime() - start) * 1e-9 < WARM_UP_SECONDS);
            long[] ids = threads.getAllThreadIds();
            allocated(ids, task, 0); // loads what counting itself needs
            long counting = allocated(ids, task, 0);
            return (double) (allocated(ids, task, PRODUCTS) - counting) / PRODUCTS;
        }
    }

    private long allocated(long[] ids, Task task, int products) {
        long before = total(ids);
        for (int i = 0; i < products; i++) {
            task.compute();
        }
        return total(ids) - before;
    }

    private long total(long[] ids) {
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }
}
