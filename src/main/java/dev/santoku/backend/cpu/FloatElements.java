package dev.santoku.backend.cpu;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import java.util.Arrays;

/** {@code float[]}. */
final class FloatElements implements Elements<float[]> {
    @Override
    public float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public float[] of(Matrix matrix) {
        return ((FloatMatrix) matrix).elements();
    }

    @Override
    public void packA(float[] a, int at, int lda, int rows, int depth, int mr, float[] panel, int to) {
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
    public void packB(float[] b, int at, int ldb, int columns, int depth, int nr, float[] panel, int to) {
        for (int p = 0; p < depth; p++) {
            int row = to + p * nr;
            System.arraycopy(b, at + p * ldb, panel, row, columns);
            Arrays.fill(panel, row + columns, row + nr, 0);
        }
    }
}
