package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/**
 * How a product of matrices outside of the heap is cut, so that its blocks fit into a part of the heap. Sums are not cut.
 *
 * @param rows of a block of A and C
 * @param columns of a panel of B and of a block of C
 */
record HeapBlocks(int rows, int columns) {
    /** A panel of B gets such a part of the heap, the blocks of A and C together another; back ends pack in the rest. */
    private static final int SHARE = 8;

    /** Panels are not so wide that blocks would have fewer rows. */
    private static final int ROWS = 256;

    /**
     * Blocks that fit into the heap and into a device.
     *
     * @throws UnsupportedProductException when not even one column of B fits
     */
    static HeapBlocks of(Shape shape, Precision precision, Device device) {
        long share = Runtime.getRuntime().maxMemory() / SHARE;
        if (device.memoryBytes() != null) {
            share = Math.min(share, device.memoryBytes() / 4);
        }
        if (device.maxAllocationBytes() != null) {
            share = Math.min(share, device.maxAllocationBytes() / 2);
        }
        return fitting(shape, Math.min(Shape.MAX_ELEMENTS, share / precision.bytes()));
    }

    /** @param elements of a panel of B, and of blocks of A and C together */
    static HeapBlocks fitting(Shape shape, long elements) {
        long k = shape.k();
        if (elements <= k) {
            throw new UnsupportedProductException(
                    "%s: a column of B has %d elements, and blocks may have %d: give Java a larger heap with -Xmx"
                            .formatted(shape, k, elements));
        }
        int columns = part(shape.n(), Math.min(elements / k, Math.max(1, elements / ROWS)));
        return new HeapBlocks(part(shape.m(), elements / (k + columns)), columns);
    }

    /** Of as many parts as are needed, alike but for the last. */
    private static int part(int whole, long most) {
        long parts = (whole + most - 1) / most;
        return Math.toIntExact((whole + parts - 1) / parts);
    }
}
