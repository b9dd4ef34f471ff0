package dev.santoku.matrix;

import java.util.Arrays;

/** A row-major matrix of {@code double}. */
public final class DoubleMatrix implements Matrix {
    private final int rows;
    private final int columns;
    private final double[] elements;

    /**
     * Wraps an array; it is not copied.
     *
     * @param rows at least 1
     * @param columns at least 1
     * @param elements rows·columns elements, row by row
     * @throws IllegalArgumentException when the array's length is not rows·columns
     */
    public DoubleMatrix(int rows, int columns, double[] elements) {
        if (rows < 1 || columns < 1 || (long) rows * columns != elements.length) {
            throw new IllegalArgumentException(
                    "%d elements are no %d×%d matrix".formatted(elements.length, rows, columns));
        }
        this.rows = rows;
        this.columns = columns;
        this.elements = elements;
    }

    @Override
    public DoubleMatrix stored() {
        return this;
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
        return Precision.F64;
    }

    /** The array itself, row by row: a change to it changes the matrix. */
    public double[] elements() {
        return elements;
    }

    @Override
    public double at(int row, int column) {
        return elements[row * columns + column];
    }

    @Override
    public void set(int row, int column, double value) {
        elements[row * columns + column] = value;
    }

    @Override
    public void fill(double value) {
        Arrays.fill(elements, value);
    }

    @Override
    public boolean sharesElementsWith(Matrix other) {
        return other instanceof DoubleMatrix matrix && matrix.elements == elements;
    }

    @Override
    public DoubleMatrix slice(int fromRow, int sliceRows) {
        int from = fromRow * columns;
        return new DoubleMatrix(sliceRows, columns, Arrays.copyOfRange(elements, from, from + sliceRows * columns));
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
