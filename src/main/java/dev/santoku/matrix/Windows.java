package dev.santoku.matrix;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Rectangles of a matrix as matrices of their own: what a tiled product reads and writes. Rows are copied on several threads. */
public final class Windows {
    private Windows() {}

    /**
     * A copy of a rectangle, in the same format.
     *
     * @param fromRow from 0
     * @param rows from 1 to the rows that are left
     * @param fromColumn from 0
     * @param columns from 1 to the columns that are left
     */
    public static Matrix cut(Matrix matrix, int fromRow, int rows, int fromColumn, int columns) {
        int width = matrix.columns();
        if (matrix instanceof FloatMatrix floats) {
            float[] cut = new float[rows * columns];
            rows(
                    rows,
                    row -> System.arraycopy(
                            floats.elements(), (fromRow + row) * width + fromColumn, cut, row * columns, columns));
            return new FloatMatrix(matrix.precision(), rows, columns, cut);
        }
        double[] cut = new double[rows * columns];
        double[] elements = ((DoubleMatrix) matrix).elements();
        rows(
                rows,
                row -> System.arraycopy(elements, (fromRow + row) * width + fromColumn, cut, row * columns, columns));
        return new DoubleMatrix(rows, columns, cut);
    }

    /**
     * Overwrites columns from one on, in all rows.
     *
     * @param columns of as many rows and the same storage; not modified
     */
    public static void paste(Matrix into, int fromColumn, Matrix columns) {
        int count = columns.columns();
        int width = into.columns();
        Object source = elements(columns);
        Object target = elements(into);
        rows(into.rows(), row -> System.arraycopy(source, row * count, target, row * width + fromColumn, count));
    }

    /** Adds to columns from one on, in all rows, likewise. */
    public static void add(Matrix into, int fromColumn, Matrix columns) {
        int count = columns.columns();
        int width = into.columns();
        if (into instanceof FloatMatrix floats) {
            float[] sums = floats.elements();
            float[] terms = ((FloatMatrix) columns).elements();
            rows(into.rows(), row -> {
                for (int j = 0; j < count; j++) {
                    sums[row * width + fromColumn + j] += terms[row * count + j];
                }
            });
        } else {
            double[] sums = ((DoubleMatrix) into).elements();
            double[] terms = ((DoubleMatrix) columns).elements();
            rows(into.rows(), row -> {
                for (int j = 0; j < count; j++) {
                    sums[row * width + fromColumn + j] += terms[row * count + j];
                }
            });
        }
    }

    private static Object elements(Matrix matrix) {
        return matrix instanceof FloatMatrix floats ? floats.elements() : ((DoubleMatrix) matrix).elements();
    }

    private static void rows(int count, IntConsumer row) {
        IntStream.range(0, count).parallel().forEach(row);
    }
}
