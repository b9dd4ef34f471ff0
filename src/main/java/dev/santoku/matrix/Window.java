package dev.santoku.matrix;

import java.util.Objects;

/**
 * A rectangle of a matrix, where it stands: what a part of a product reads or writes. Nothing is copied.
 *
 * @param row the first one, from 0
 * @param column the first one, from 0
 * @param rows at least 1
 * @param columns at least 1
 */
public record Window(Matrix matrix, int row, int column, int rows, int columns) {
    /** @throws IndexOutOfBoundsException when it is not inside the matrix */
    public Window {
        Objects.checkFromIndexSize(row, rows, matrix.rows());
        Objects.checkFromIndexSize(column, columns, matrix.columns());
    }

    /** All of a matrix. */
    public static Window of(Matrix matrix) {
        return new Window(matrix, 0, 0, matrix.rows(), matrix.columns());
    }

    /** A part of this window; the first row and column are counted from this one's. */
    public Window part(int fromRow, int partRows, int fromColumn, int partColumns) {
        Objects.checkFromIndexSize(fromRow, partRows, rows);
        Objects.checkFromIndexSize(fromColumn, partColumns, columns);
        return new Window(matrix, row + fromRow, column + fromColumn, partRows, partColumns);
    }

    /** Whether its elements stand one behind the other in the matrix. */
    public boolean isContiguous() {
        return columns == matrix.columns() || rows == 1;
    }

    /** Where its first element stands in the matrix's array. */
    public int first() {
        return row * matrix.columns() + column;
    }
}
