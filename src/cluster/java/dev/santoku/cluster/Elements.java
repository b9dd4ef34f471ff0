package dev.santoku.cluster;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;

/** What is done with all elements of a matrix. */
final class Elements {
    private Elements() {}

    /**
     * Adds each to that of another matrix.
     *
     * @param sum changed
     * @param other of the same shape and precision
     */
    static void add(Matrix sum, Matrix other) {
        if (sum instanceof FloatMatrix floats && other instanceof FloatMatrix others) {
            for (int i = 0; i < floats.elements().length; i++) {
                floats.elements()[i] += others.elements()[i];
            }
        } else if (sum instanceof DoubleMatrix doubles && other instanceof DoubleMatrix others) {
            for (int i = 0; i < doubles.elements().length; i++) {
                doubles.elements()[i] += others.elements()[i];
            }
        }
    }
}
