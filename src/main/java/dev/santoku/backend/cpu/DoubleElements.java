package dev.santoku.backend.cpu;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;
import java.util.Arrays;

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
    public void packA(double[] a, int at, int lda, int rows, int depth, int mr, double[] panel, int to) {
        for (int i = 0; i < rows; i++) {
            int row = at + i * lda;
            for (int p = 0; p < depth; p++) {
                panel[to + p * mr + i] = a[row + p];
            }
        }
        for (int i = rows; i < mr; i++) {
            for (int p = 0; p < depth; p++) {
                panel[to + p * mr + i] = 0;
            }
        }
    }

    @Override
    public void packB(double[] b, int at, int ldb, int columns, int depth, int nr, double[] panel, int to) {
        for (int p = 0; p < depth; p++) {
            int row = to + p * nr;
            System.arraycopy(b, at + p * ldb, panel, row, columns);
            Arrays.fill(panel, row + columns, row + nr, 0);
        }
    }
}
