package dev.santoku.backend.cpu;

import java.util.Arrays;

/**
 * The micro-kernel of {@link ScalarKernels} for {@code double[]}: each row of the tile in turn takes four rows of B's panel
 * at a time.
 */
final class DoubleRowKernel implements MicroKernel<double[]> {
    /** From one copied row of B to the next: a constant, so that C2 sees that the accesses do not overlap. */
    private static final int S = ScalarKernels.ROW_BYTES / Double.BYTES;

    /** Rows of B that a row of the tile takes at once; C2 of JDK 17 no longer makes SIMD of six. */
    private static final int STEP = 4;

    private final int mr;
    private final int nr;
    private final double[][] tile;
    private final double[] rowsOfB = new double[STEP * S];

    /**
     * A kernel for one thread.
     *
     * @param nr at most S
     */
    DoubleRowKernel(int mr, int nr) {
        this.mr = mr;
        this.nr = nr;
        tile = new double[mr][nr];
    }

    @Override
    public void multiply(
            int kc, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, int ldc, boolean accumulate) {
        for (int i = 0; i < mr; i++) {
            if (accumulate) {
                System.arraycopy(c, cAt + i * ldc, tile[i], 0, nr);
            } else {
                Arrays.fill(tile[i], 0);
            }
        }
        int p = 0;
        for (; p <= kc - STEP; p += STEP) {
            copyRowsOfB(STEP, b, bAt + p * nr);
            for (int i = 0; i < mr; i++) {
                int at = aAt + p * mr + i;
                addFour(tile[i], nr, a[at], a[at + mr], a[at + 2 * mr], a[at + 3 * mr], rowsOfB);
            }
        }
        for (; p < kc; p++) {
            copyRowsOfB(1, b, bAt + p * nr);
            for (int i = 0; i < mr; i++) {
                addOne(tile[i], nr, a[aAt + p * mr + i], rowsOfB);
            }
        }
        for (int i = 0; i < mr; i++) {
            System.arraycopy(tile[i], 0, c, cAt + i * ldc, nr);
        }
    }

    private void copyRowsOfB(int count, double[] b, int from) {
        for (int q = 0; q < count; q++) {
            System.arraycopy(b, from + q * nr, rowsOfB, q * S, nr);
        }
    }

    private static void addFour(double[] row, int nr, double a0, double a1, double a2, double a3, double[] b) {
        for (int j = 0; j < nr; j++) {
            row[j] += a0 * b[j] + a1 * b[j + S] + a2 * b[j + 2 * S] + a3 * b[j + 3 * S];
        }
    }

    private static void addOne(double[] row, int nr, double a0, double[] b) {
        for (int j = 0; j < nr; j++) {
            row[j] += a0 * b[j];
        }
    }
}
