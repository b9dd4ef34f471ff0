package dev.santoku.matrix;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A row-major matrix of {@code float}: of f32, or of numbers that a reduced format represents, which are then marked as such.
 * That they stay so is up to who writes to {@link #elements()}.
 */
public final class FloatMatrix implements Matrix {
    private final Precision precision;
    private final int rows;
    private final int columns;
    private final float[] elements;

    /**
     * Wraps an array as a matrix of f32; it is not copied.
     *
     * @param rows at least 1
     * @param columns at least 1
     * @param elements rows·columns elements, row by row
     * @throws IllegalArgumentException when the array's length is not rows·columns
     */
    public FloatMatrix(int rows, int columns, float[] elements) {
        this(Precision.F32, rows, columns, elements);
    }

    /** @param elements all of them numbers of the format */
    FloatMatrix(Precision precision, int rows, int columns, float[] elements) {
        if (rows < 1 || columns < 1 || (long) rows * columns != elements.length) {
            throw new IllegalArgumentException(
                    "%d elements are no %d×%d matrix".formatted(elements.length, rows, columns));
        }
        this.precision = precision;
        this.rows = rows;
        this.columns = columns;
        this.elements = elements;
    }

    /**
     * A copy in another format, each element rounded to the nearest number there, the even one of two. Beyond f16's range it is
     * infinite; in i8 it becomes −128 or 127, and NaN becomes 0. To multiply in a reduced precision, round both factors.
     *
     * @param format any but f64
     * @throws IllegalArgumentException for f64
     */
    public FloatMatrix rounded(Precision format) {
        if (format.storage() != Precision.F32) {
            throw new IllegalArgumentException("a matrix of float cannot hold " + format);
        }
        float[] rounded = new float[elements.length];
        IntStream.range(0, rows).parallel().forEach(row -> {
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                rounded[i] = (float) format.rounded(elements[i]);
            }
        });
        return new FloatMatrix(format, rows, columns, rounded);
    }

    @Override
    public FloatMatrix stored() {
        return precision.isReduced() ? new FloatMatrix(rows, columns, elements) : this;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    /** The array itself, row by row: a change to it changes the matrix. */
    public float[] elements() {
        return elements;
    }

    @Override
    public double at(int row, int column) {
        return elements[row * columns + column];
    }

    @Override
    public void set(int row, int column, double value) {
        elements[row * columns + column] = (float) precision.rounded(value);
    }

    @Override
    public void fill(double value) {
        Arrays.fill(elements, (float) precision.rounded(value));
    }

    @Override
    public boolean sharesElementsWith(Matrix other) {
        return other instanceof FloatMatrix matrix && matrix.elements == elements;
    }

    @Override
    public FloatMatrix slice(int fromRow, int sliceRows) {
        int from = fromRow * columns;
        return new FloatMatrix(
                precision, sliceRows, columns, Arrays.copyOfRange(elements, from, from + sliceRows * columns));
    }

    @Override
    public void paste(int fromRow, Matrix rows) {
        new Window(this, fromRow, 0, rows.rows(), columns).paste(Window.of(rows));
    }

    @Override
    public void negate(int fromRow, int blockRows, int blockColumns) {
        for (int row = fromRow; row < fromRow + blockRows; row++) {
            for (int i = row * columns; i < row * columns + blockColumns; i++) {
                elements[i] = -elements[i];
            }
        }
    }
}
