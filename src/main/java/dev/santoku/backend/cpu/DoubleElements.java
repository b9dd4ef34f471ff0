package dev.santoku.backend.cpu;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;

// The build writes the twin for float, see pom.xml.
/** {@code double[]}. */
final class DoubleElements implements Elements<double[]> {
    @Override
    public double[] allocate(int length) {
        return new double[length];
    }

    @Override
    public double[] of(Matrix matrix) {
        return ((DoubleMatrix) matrix).elements();
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }
}
