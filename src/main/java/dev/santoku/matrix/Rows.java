package dev.santoku.matrix;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Sums over rows of a matrix in f64, each in four parts, so that additions do not wait for each other. */
public interface Rows {
    /** A row times a vector. */
    double times(int row, double[] vector);

    /** The Euclidean norm of a row. */
    double norm(int row);

    /** That of all of them together, whose squares may be too large or too small for f64. */
    static double norm(DoubleStream norms) {
        double[] each = norms.toArray();
        double largest = Arrays.stream(each).max().orElse(0);
        return largest > 0 && largest < Double.POSITIVE_INFINITY
                ? largest
                        * Math.sqrt(Arrays.stream(each)
                                .map(norm -> norm / largest * (norm / largest))
                                .sum())
                : largest;
    }

    /** The rows of a matrix in any memory. */
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
        public double norm(int row) {
            return Rows.of(matrix.slice(row, 1)).norm(0);
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
        public double norm(int row) {
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
            return Math.sqrt(one + two + (three + four));
        }
    }

    /** Of doubles. */
    final class OfDoubles implements Rows {
        /** Below it squares that were lost may count. */
        private static final double LEAST_SUM = 1e-250;

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
        public double norm(int row) {
            double sum = squares(row, 1);
            if (sum > LEAST_SUM && sum < Double.POSITIVE_INFINITY) {
                return Math.sqrt(sum);
            }
            double largest = 0;
            for (int j = 0; j < columns; j++) {
                largest = Math.max(largest, Math.abs(elements[row * columns + j]));
            }
            if (largest > 0 && largest < Double.POSITIVE_INFINITY) {
                double scale = Math.scalb(1.0, -Math.max(Math.getExponent(largest), Double.MIN_EXPONENT));
                return Math.sqrt(squares(row, scale)) / scale;
            }
            return largest;
        }

        private double squares(int row, double scale) {
            int from = row * columns;
            double one = 0;
            double two = 0;
            int j = 0;
            for (; j < columns - 1; j += 2) {
                double first = elements[from + j] * scale;
                double second = elements[from + j + 1] * scale;
                one += first * first;
                two += second * second;
            }
            if (j < columns) {
                double last = elements[from + j] * scale;
                one += last * last;
            }
            return one + two;
        }
    }
}
