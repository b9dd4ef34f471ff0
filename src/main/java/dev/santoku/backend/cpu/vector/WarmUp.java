package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Array;
import java.util.function.LongSupplier;

/**
 * Gets a kernel compiled before a product needs it.
 *
 * <p>A kernel runs at a hundredth of its speed until C2 has compiled it, and left to itself that takes HotSpot half a
 * second: it looks at loops only after 60 000 turns in the interpreter, and then compiles the method twice, once to get
 * into the running loop, which takes five times as long as once. Many short calls have it compiled once.
 */
final class WarmUp {
    /** Of kernels for shallow products: short, so that the calls count and not the turns of the loop. */
    private static final int SHALLOW = 4;

    /**
     * Of the others. C2 compiles a loop for the turns that it has seen. When they were four, products of 777 and of 1024 were 4 to 5 %
     * slower in every other process ({@code experiments/vector-api-compiler.md}).
     */
    private static final int DEEP = 32;

    private static final int BATCH = 50;

    /** C2's code takes less for a multiply-add of vectors, on any processor; C1's, which allocates them, more. */
    static final double NANOS_IN_C2 = 12;

    /** A call takes so much besides, which shows in the smallest tiles; still less than C1's code takes for those. */
    private static final double NANOS_OF_CALL = 60;

    /** After so many calls a method waits for C2, whatever thresholds there are. From then on it is called now and then. */
    private static final int ENOUGH = 10_000;

    private static final long PAUSE_MILLIS = 20;

    /** A compiler that takes longer never comes, however busy the machine may be; a worker that is silent for longer counts as hung. */
    static final long PATIENCE_NANOS = 8_000_000_000L;

    /** One that has come before is busy with others, which wait meanwhile. */
    static final long BUSY_NANOS = 2_000_000_000L;

    /**
     * After so long a kernel is written anew. Until then C2 comes on a machine with something else to do, and there is a case in which it never does:
     * while C2 is busy, C1 of 17 compiles a kernel without counting what C2 needs. If it then fails to do so with counting, because a tall tile
     * takes more than its 10 000 virtual registers, the method keeps that code for good. Written anew, it is compiled after C2 is done with others.
     */
    static final long ANEW_NANOS = 1_000_000_000L;

    private final LongSupplier clock;
    private final TileKernel kernel;
    private final TileOperands operands;
    private final boolean fromZero;

    private WarmUp(LongSupplier clock, TileKernel kernel, TileKind kind, ElementType element, int bits) {
        this.clock = clock;
        this.kernel = kernel;
        fromZero = kind.fromZero();
        int stride = kind.stride() > 0 ? kind.stride() : element.slice();
        int nr = kind.vectors() * element.lanes(bits);
        Object c = Array.newInstance(element.type(), kind.rows() * nr);
        int depth = depth(kind);
        operands = new TileOperands(depth, nr - element.lanes(kind.lastBits()))
                .a(Array.newInstance(element.type(), kind.rows() * Math.max(stride, depth) + depth), stride, 0)
                .b(Array.newInstance(element.type(), depth * nr), nr, 0)
                .from(c, nr, 0)
                .c(c, nr, nr);
    }

    /**
     * Calls a kernel until it is compiled, or until it should have been for some time.
     *
     * @param clock nanoseconds
     * @param patienceNanos how long it may wait for the compiler
     * @param kind what it was made for
     * @param bits of a vector
     * @return whether it is compiled
     * @throws InterruptedException when this thread is interrupted
     */
    static boolean run(
            LongSupplier clock, long patienceNanos, TileKernel kernel, TileKind kind, ElementType element, int bits)
            throws InterruptedException {
        WarmUp warmUp = new WarmUp(clock, kernel, kind, element, bits);
        double wanted = nanosOfCallInC2(kind) * BATCH;
        for (int calls = BATCH; warmUp.nanosOfBatch() > wanted; calls += BATCH) {
            if (calls >= ENOUGH) {
                return warmUp.comesWithin(patienceNanos, wanted);
            }
        }
        return true;
    }

    /** Whether the compiler is done with it in time; it is called now and then until then. */
    private boolean comesWithin(long nanos, double wanted) throws InterruptedException {
        long start = clock.getAsLong();
        while (nanosOfBatch() > wanted) {
            if (clock.getAsLong() - start > nanos) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** What a call of a compiled kernel takes at most, on a slow processor, too. */
    static double nanosOfCallInC2(TileKind kind) {
        return NANOS_OF_CALL + NANOS_IN_C2 * kind.rows() * kind.vectors() * depth(kind);
    }

    /** Only kernels for shallow products begin with zero. */
    private static int depth(TileKind kind) {
        return kind.fromZero() ? SHALLOW : DEEP;
    }

    /**
     * A kernel whose sums begin with zero gets something to begin with from some callers, and null from others. C2 has to have seen
     * both: its code would else be thrown away by the first product that brings the other.
     */
    private void changeFrom() {
        operands.from(operands.from == null ? operands.c : null, 0, 0);
    }

    private long nanosOfBatch() {
        if (fromZero) {
            changeFrom();
        }
        long start = clock.getAsLong();
        for (int call = 0; call < BATCH; call++) {
            kernel.multiply(operands, 1, 0, 0, 0, 0);
        }
        return clock.getAsLong() - start;
    }
}
