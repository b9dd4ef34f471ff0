package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Array;

/**
 * Gets a kernel compiled before a product needs it.
 *
 * <p>A kernel runs at a hundredth of its speed until C2 has compiled it, and left to itself that takes HotSpot half a
 * second: it looks at loops only after 60 000 turns in the interpreter, and then compiles the method twice, once to get
 * into the running loop, which takes five times as long as once. Many short calls have it compiled once.
 */
final class WarmUp {
    /** Short, so that the calls count and not the turns of the loop. */
    private static final int DEPTH = 4;

    private static final int BATCH = 50;

    /** C2's code takes less for a multiply-add of vectors, on any processor; C1's, which allocates them, more. */
    static final double NANOS_IN_C2 = 12;

    /** Whoever waits longer than that for a compiler has a busy machine, and multiplies better meanwhile. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final TileKernel kernel;
    private final int stride;
    private final int nr;
    private final Object a;
    private final Object b;
    private final Object c;

    private WarmUp(TileKernel kernel, Class<?> element, int rows, int nr, int stride) {
        this.kernel = kernel;
        this.stride = stride;
        this.nr = nr;
        a = Array.newInstance(element, rows * stride + DEPTH);
        b = Array.newInstance(element, DEPTH * nr);
        c = Array.newInstance(element, rows * nr);
    }

    /**
     * Calls a kernel until it is compiled, or for {@link #PATIENCE_NANOS}.
     *
     * @param element {@code float.class} or {@code double.class}
     * @param rows of its tile
     * @param vectors width of its tile
     * @param lanes of a vector
     * @param stride elements from one row of A to the next
     */
    static void run(TileKernel kernel, Class<?> element, int rows, int vectors, int lanes, int stride) {
        WarmUp warmUp = new WarmUp(kernel, element, rows, vectors * lanes, stride);
        double wanted = NANOS_IN_C2 * rows * vectors * DEPTH * BATCH;
        long start = System.nanoTime();
        while (warmUp.nanosOfBatch() > wanted && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
    }

    private long nanosOfBatch() {
        long start = System.nanoTime();
        for (int call = 0; call < BATCH; call++) {
            kernel.multiply(1, DEPTH, a, 0, stride, b, 0, nr, 0, c, 0, nr, 0, c, 0, nr);
        }
        return System.nanoTime() - start;
    }
}
