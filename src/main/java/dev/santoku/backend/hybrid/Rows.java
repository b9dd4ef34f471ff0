package dev.santoku.backend.hybrid;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeapMatrix;

/** Sums over rows of a matrix in f64, each in four parts, so that additions do not wait for each other. */
interface Rows {
    /** A row times a vector. */
    double times(int row, double[] vector);

    /** The squares of a row's elements. */
    double squares(int row);

    static Rows of(Matrix matrix) {
        if (matrix instanceof OffHeapMatrix offHeap) {
            return new Copied(offHeap);
        }
        return matrix instanceof FloatMatrix floats
                ? new OfFloats(floats.elements(), floats.columns())
                : new OfDoubles(((DoubleMatrix) matrix).elements(), matrix.columns());
    }

    /** Of a matrix outside of the heap: each row is copied. */
    final class Copied implements Rows {
        private final OffHeapMatrix matrix;

        Copied(OffHeapMatrix matrix) {
            this.matrix = matrix;
        }

        @Override
        public double times(int row, double[] vector) {
            return Rows.of(matrix.slice(row, 1)).times(0, vector);
        }

        @Override
        public double squares(int row) {
            return Rows.of(matrix.slice(row, 1)).squares(0);
        }
    }

    /** Of floats. */
    final class OfFloats implements Rows {
        private final float[] elements;
        private final int columns;

        OfFloats(float[] elements, int columns) {
            this.elements = elements;
            this.columns = columns;
        }

        @Override
        public double times(int row, double[] vector) {
            int from = row * columns;
            double one = 0;
            double two = 0;
            double three = 0;
            double four = 0;
            int j = 0;
            for (; j < columns - 3; j += 4) {
                one += elements[from + j] * vector[j];
                two += elements[from + j + 1] * vector[j + 1];
                three += elements[from + j + 2] * vector[j + 2];
                four += elements[from + j + 3] * vector[j + 3];
            }
            for (; j < columns; j++) {
                one += elements[from + j] * vector[j];
            }
            return one + two + (three + four);
        }

        @Override
        public double squares(int row) {
            int from = row * columns;
            double one = 0;
            double two = 0;
            double three = 0;
            double four = 0;
            int j = 0;
            for (; j < columns - 3; j += 4) {
                one += (double) elements[from + j] * elements[from + j];
                two += (double) elements[from + j + 1] * elements[from + j + 1];
                three += (double) elements[from + j + 2] * elements[from + j + 2];
                four += (double) elements[from + j + 3] * elements[from + j + 3];
            }
            for (; j < columns; j++) {
                one += (double) elements[from + j] * elements[from + j];
            }
            return one + two + (three + four);
        }
    }

    /** Of doubles. */
    final class OfDoubles implements Rows {
        private final double[] elements;
        private final int columns;

        OfDoubles(double[] elements, int columns) {
            this.elements = elements;
            this.columns = columns;
        }

        @Override
        public double times(int row, double[] vector) {
            int from = row * columns;
            double one = 0;
            double two = 0;
            double three = 0;
            double four = 0;
            int j = 0;
            for (; j < columns - 3; j += 4) {
                one += elements[from + j] * vector[j];
                two += elements[from + j + 1] * vector[j + 1];
                three += elements[from + j + 2] * vector[j + 2];
                four += elements[from + j + 3] * vector[j + 3];
            }
            for (; j < columns; j++) {
                one += elements[from + j] * vector[j];
            }
            return one + two + (three + four);
        }

        @Override
        public double squares(int row) {
            int from = row * columns;
            double one = 0;
            double two = 0;
            for (int j = 0; j < columns - 1; j += 2) {
                one += elements[from + j] * elements[from + j];
                two += elements[from + j + 1] * elements[from + j + 1];
            }
            if (columns % 2 == 1) {
                one += elements[from + columns - 1] * elements[from + columns - 1];
            }
            return one + two;
        }
    }
}
