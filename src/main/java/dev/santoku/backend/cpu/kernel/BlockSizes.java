package dev.santoku.backend.cpu.kernel;

import dev.santoku.matrix.Shape;

/**
 * The sizes, in elements, that a product is cut into. What each is limited by:
 *
 * @param mr rows of a micro-tile: registers
 * @param nr columns of a micro-tile: registers
 * @param mc rows of the block of A, mc×kc, that stays in the last cache while the blocks of B pass; a multiple of mr
 * @param kc depth of both blocks
 * @param nc columns of the block of B, kc×nc, that stays in L2 while the rows of A pass; a multiple of nr
 */
public record BlockSizes(int mr, int nr, int mc, int kc, int nc) {
    /**
     * Pieces of C per thread below which its blocks are cut smaller: with four to hand out, the last to finish keeps
     * the others waiting for a fraction of the time alone.
     */
    static final int PIECES_PER_MEMBER = 4;

    /** kc stays a multiple of this, for kernels that take several steps of k at once. */
    private static final int DEPTH_STEP = 4;

    public BlockSizes {
        if (mr < 1 || nr < 1 || kc < 1 || mc < mr || mc % mr != 0 || nc < nr || nc % nr != 0) {
            throw new IllegalArgumentException(
                    "mr %d, nr %d, mc %d, kc %d, nc %d: mc must be a multiple of mr, nc of nr, and all at least 1"
                            .formatted(mr, nr, mc, kc, nc));
        }
    }

    /**
     * The same tile with blocks that fit a product: all sides are cut evenly instead of leaving a thin last block, and nc
     * shrinks until every thread has its share of C. The cuts of k do not depend on the number of threads.
     *
     * @param members how many threads share the product, at least 1
     */
    public BlockSizes fittedTo(Shape shape, int members) {
        int depth = Math.min(kc, roundUp(evenCut(shape.k(), kc), DEPTH_STEP));
        int columns = Math.min(nc, roundUp(evenCut(shape.n(), nc), nr));
        while (members > 1 && columns > nr && pieces(shape, columns) < (long) PIECES_PER_MEMBER * members) {
            columns = roundUp(columns / 2, nr);
        }
        return new BlockSizes(mr, nr, roundUp(evenCut(shape.m(), mc), mr), depth, columns);
    }

    private long pieces(Shape shape, int columns) {
        return (long) ceilDiv(shape.m(), mr) * ceilDiv(shape.n(), columns);
    }

    /** The largest part when {@code length} is cut evenly into as few parts of at most {@code limit} as can be. */
    public static int evenCut(int length, int limit) {
        return ceilDiv(length, ceilDiv(length, limit));
    }

    /** ⌈value / by⌉ for positive arguments, however large. */
    public static int ceilDiv(int value, int by) {
        return (value - 1) / by + 1;
    }

    /** The next multiple of {@code step}; {@code value} is a block's size, far from overflow. */
    public static int roundUp(int value, int step) {
        return ceilDiv(value, step) * step;
    }
}
