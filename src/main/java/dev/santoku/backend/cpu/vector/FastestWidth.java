package dev.santoku.backend.cpu.vector;

import java.util.OptionalDouble;

/**
 * Whether this processor multiplies faster with its widest vectors or with those half as wide: some lower their clock for
 * the widest. Measured once in the life of a process, for as short as compilers allow.
 */
final class FastestWidth {
    /** The narrower one must be faster by so much: what is measured here is one kernel in an L1 cache, on one core. */
    private static final double GAIN = 1.1;

    /** Of vectors up to so many bits none was found to be slower than narrower ones. */
    private static final int NEVER_SLOWER = 256;

    private static final double HALF = 0.5;
    private static final int DEPTH = 32;
    private static final int ROWS = 8;
    private static final int BATCH = 16;
    private static final long NANOS = 25_000_000;

    private static volatile OptionalDouble costOfHalf = OptionalDouble.empty();

    private FastestWidth() {}

    /** The fastest width of vectors on this processor, in bits. */
    static int of(int widest) {
        return Holder.bits(widest);
    }

    /** What half of the widest vector costs, of a whole one; empty where {@link #of} did not measure it. */
    static OptionalDouble costOfHalf() {
        return costOfHalf;
    }

    /** Kept for the process, and measured when it is first asked for. */
    private static final class Holder {
        private static final Object LOCK = new Object();
        private static int measured;

        private static int bits(int widest) {
            synchronized (LOCK) {
                if (measured == 0) {
                    measured = widest > NEVER_SLOWER && isFaster(widest / 2, widest) ? widest / 2 : widest;
                }
                return measured;
            }
        }
    }

    /** Only what was compiled in time is compared. */
    private static boolean isFaster(int narrow, int wide) {
        double rate = rate(wide);
        double narrowRate = rate(narrow);
        boolean compiled = rate > ElementType.FLOAT.lanes(wide) / WarmUp.NANOS_IN_C2
                && narrowRate > ElementType.FLOAT.lanes(narrow) / WarmUp.NANOS_IN_C2;
        costOfHalf = compiled ? OptionalDouble.of(HALF * rate / narrowRate) : OptionalDouble.empty();
        return compiled && narrowRate > GAIN * rate;
    }

    /** Multiply-adds a nanosecond, the best of many short batches. */
    private static double rate(int bits) {
        int lanes = ElementType.FLOAT.lanes(bits);
        TileOperands operands = new TileOperands(DEPTH, 0)
                .a(new float[ROWS * DEPTH], DEPTH, 0)
                .b(new float[DEPTH * lanes], lanes, 0)
                .c(new float[ROWS * lanes], lanes, lanes);
        TileKernel kernel = TileClass.kernel(ElementType.FLOAT, bits, new TileKind(ROWS, 1, DEPTH, true, 0));
        long best = Long.MAX_VALUE;
        long start = System.nanoTime();
        long now = start;
        while (now - start < NANOS) {
            for (int i = 0; i < BATCH; i++) {
                kernel.multiply(operands, 1, 0, 0, 0, 0);
            }
            long before = now;
            now = System.nanoTime();
            best = Math.min(best, now - before);
        }
        return (double) ROWS * DEPTH * lanes * BATCH / best;
    }
}
