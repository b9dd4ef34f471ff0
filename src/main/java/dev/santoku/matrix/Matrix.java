package dev.santoku.matrix;

/** A dense, row-major matrix: element (i, j) stands at i·columns + j of one Java array, or of memory outside of the heap. */
public sealed interface Matrix permits FloatMatrix, DoubleMatrix, OffHeapMatrix {
    /** Rows, at least 1. */
    int rows();

    /** Columns, at least 1. */
    int columns();

    /** The format of its elements. */
    Precision precision();

    /** This matrix as one of {@link Precision#storage()}: a view of the same array where its format is reduced. */
    Matrix stored();

    /**
     * One element, widened exactly.
     *
     * @param row from 0 to rows − 1
     * @param column from 0 to columns − 1
     */
    double at(int row, int column);

    /** Sets one element to {@code value}, rounded to the matrix's precision. */
    void set(int row, int column, double value);

    /** Sets every element to {@code value}, rounded to the matrix's precision. */
    void fill(double value);

    /** Whether a change of this matrix changes another one, since both are views of one array. */
    boolean sharesElementsWith(Matrix other);

    /** A copy of {@code sliceRows} rows, the first of them {@code fromRow}. */
    Matrix slice(int fromRow, int sliceRows);

    /**
     * Overwrites whole rows.
     *
     * @param fromRow the first of them
     * @param rows of as many columns and the same precision; not modified
     */
    void paste(int fromRow, Matrix rows);

    /**
     * Turns the signs of a block at the left edge.
     *
     * @param fromRow its first row
     * @param blockRows from 1 to rows − fromRow
     * @param blockColumns from 1 to columns
     */
    void negate(int fromRow, int blockRows, int blockColumns);

    /**
     * A matrix of zeros on the Java heap.
     *
     * @throws IllegalArgumentException when it has more elements than an array
     */
    static Matrix zeros(Precision precision, int rows, int columns) {
        long elements = (long) rows * columns;
        if (elements > Shape.MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    "%d×%d are %d elements, more than the %d of a Java array: use an OffHeapMatrix"
                            .formatted(rows, columns, elements, Shape.MAX_ELEMENTS));
        }
        return precision.storage() == Precision.F32
                ? new FloatMatrix(precision, rows, columns, new float[(int) elements])
                : new DoubleMatrix(rows, columns, new double[(int) elements]);
    }
}
