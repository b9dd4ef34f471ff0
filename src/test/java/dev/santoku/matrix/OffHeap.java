package dev.santoku.matrix;

/** Matrices outside of the heap whose segments are so small that a row crosses their borders. */
public final class OffHeap {
    /** Segments of 256 bytes. */
    public static final int BITS = 8;

    private OffHeap() {}

    /** A copy of a matrix. */
    public static OffHeapMatrix copyOf(Matrix matrix) {
        OffHeapMatrix copy = OffHeapMatrix.zeros(matrix.precision(), matrix.rows(), matrix.columns(), BITS);
        copy.paste(0, matrix);
        return copy;
    }

    /** A matrix of NaN for C. */
    public static OffHeapMatrix junk(Shape shape, Precision precision) {
        OffHeapMatrix c = OffHeapMatrix.zeros(precision.storage(), shape.m(), shape.n(), BITS);
        c.fill(Double.NaN);
        return c;
    }

    /** All of it on the heap. */
    public static Matrix onHeap(Matrix matrix) {
        return matrix.slice(0, matrix.rows());
    }
}
