package dev.santoku.matrix;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A rectangle of a matrix, where it stands: what a part of a product reads or writes. Nothing is copied.
 *
 * @param row the first one, from 0
 * @param column the first one, from 0
 * @param rows at least 1
 * @param columns at least 1
 */
public record Window(Matrix matrix, int row, int column, int rows, int columns) {
    /** Elements of a run, where rows stand together; more of them are copied by several threads. */
    private static final int MUCH = 1 << 18;

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

    /** Where its first element stands in the matrix, row by row. */
    public long first() {
        return first(0);
    }

    private long first(int fromRow) {
        return (long) (row + fromRow) * matrix.columns() + column;
    }

    /**
     * A copy on the Java heap.
     *
     * @throws IllegalArgumentException when it has more elements than an array
     */
    public Matrix copy() {
        Matrix copy = Matrix.zeros(matrix.precision(), rows, columns);
        of(copy).paste(this);
        return copy;
    }

    /**
     * Overwrites what it shows, on several threads where that is much.
     *
     * @param from a window of the same size, of another matrix of the same precision; not modified
     * @throws IllegalArgumentException when the sizes or precisions differ
     */
    public void paste(Window from) {
        if (from.rows != rows || from.columns != columns || from.matrix.precision() != matrix.precision()) {
            throw new IllegalArgumentException("%d×%d elements of %s cannot be pasted where %d×%d of %s are"
                    .formatted(from.rows, from.columns, from.matrix.precision(), rows, columns, matrix.precision()));
        }
        boolean together = isContiguous() && from.isContiguous();
        int inRun = together ? Math.min(rows, Math.max(1, MUCH / columns)) : 1;
        IntStream runs = IntStream.range(0, (rows + inRun - 1) / inRun);
        ((long) rows * columns > MUCH ? runs.parallel() : runs).forEach(run -> {
            int start = run * inRun;
            int count = Math.min(inRun, rows - start) * columns;
            copyRun(from.matrix, from.first(start), matrix, first(start), count);
        });
    }

    private static void copyRun(Matrix from, long at, Matrix to, long toAt, int count) {
        if (to instanceof OffHeapMatrix target) {
            Matrix onHeap = from;
            int first = (int) at;
            if (from instanceof OffHeapMatrix source) {
                onHeap = Matrix.zeros(from.precision(), 1, count);
                first = 0;
                source.read(at, elements(onHeap, 0, count));
            }
            target.write(toAt, elements(onHeap, first, count));
        } else if (from instanceof OffHeapMatrix source) {
            source.read(at, elements(to, (int) toAt, count));
        } else if (to instanceof FloatMatrix floats) {
            System.arraycopy(((FloatMatrix) from).elements(), (int) at, floats.elements(), (int) toAt, count);
        } else {
            System.arraycopy(
                    ((DoubleMatrix) from).elements(), (int) at, ((DoubleMatrix) to).elements(), (int) toAt, count);
        }
    }

    /** Elements of a matrix on the heap, as a buffer. */
    static Buffer elements(Matrix onHeap, int first, int count) {
        return onHeap instanceof FloatMatrix floats
                ? FloatBuffer.wrap(floats.elements(), first, count)
                : DoubleBuffer.wrap(((DoubleMatrix) onHeap).elements(), first, count);
    }
}
