package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Array;

/**
 * Gets a kernel compiled before a large product needs it.
 *
 * <p>A kernel runs at a hundredth of its speed until C2 has compiled it, and left to itself that takes HotSpot half a
 * second: it looks at loops only after 60 000 turns in the interpreter, and then compiles the method twice, once to get
 * into the running loop, which takes five times as long as once. Many short calls have it compiled once.
 */
final class WarmUp {
    /** Short, so that the calls count and not the turns of the loop. */
    private static final int DEPTH = 4;

    private static final int BATCH = 50;

    /** C2's code is so many times as fast as the interpreter at least; C1's is ten times as fast. */
    private static final double GAIN_OF_C2 = 150;

    /** Whoever waits longer than that for a compiler has a busy machine, and multiplies better meanwhile. */
    private static final long PATIENCE_NANOS = 500_000_000;

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
        a = Array.newInstance(element, rows * stride);
        b = Array.newInstance(element, DEPTH * nr);
        c = Array.newInstance(element, rows * nr);
    }

    /**
     * Calls a kernel until it is compiled, or for {@link #PATIENCE_NANOS}.
     *
     * @param element {@code float.class} or {@code double.class}
     * @param rows of its tile
     * @param nr columns of its tile
     * @param stride elements between rows of A, at least the depth of the calls here
     */
    static void run(TileKernel kernel, Class<?> element, int rows, int nr, int stride) {
        WarmUp warmUp = new WarmUp(kernel, element, rows, nr, stride);
        long start = System.nanoTime();
        long interpreted = warmUp.nanosOfBatch();
        while (warmUp.nanosOfBatch() > interpreted / GAIN_OF_C2 && System.nanoTime() - start < PATIENCE_NANOS) {
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
