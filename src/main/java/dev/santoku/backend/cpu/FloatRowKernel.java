package dev.santoku.backend.cpu;

import java.util.Arrays;

/**
 * The micro-kernel of {@link ScalarKernels} for {@code float[]}: each row of the tile in turn takes four rows of B's panel
 * at a time.
 */
final class FloatRowKernel implements MicroKernel<float[]> {
    /** From one copied row of B to the next: a constant, so that C2 sees that the accesses do not overlap. */
    private static final int S = ScalarKernels.ROW_BYTES / Float.BYTES;

    /** Rows of B that a row of the tile takes at once; C2 of JDK 17 no longer makes SIMD of six. */
    private static final int STEP = 4;

    private final int nr;
    private final float[][] tile;
    private final float[] rowsOfB = new float[STEP * S];

    /**
     * A kernel for one thread.
     *
     * @param mr rows of a tile at most
     * @param nr columns of a tile at most, up to S
     */
    FloatRowKernel(int mr, int nr) {
        this.nr = nr;
        tile = new float[mr][nr];
    }

    @Override
    public void multiply(
            int rows,
            int columns,
            int kc,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            int panelStep,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        for (int j = 0; j < columns; j += nr) {
            int panel = bAt + j / nr * panelStep;
            multiplyTile(rows, Math.min(nr, columns - j), kc, a, aAt, lda, b, panel, ldb, c, cAt + j, ldc, accumulate);
        }
    }

    private void multiplyTile(
            int rows,
            int columns,
            int kc,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        for (int i = 0; i < rows; i++) {
            if (accumulate) {
                System.arraycopy(c, cAt + i * ldc, tile[i], 0, columns);
            } else {
                Arrays.fill(tile[i], 0, columns, 0);
            }
        }
        int p = 0;
        for (; p <= kc - STEP; p += STEP) {
            copyRowsOfB(STEP, columns, b, bAt + p * ldb, ldb);
            for (int i = 0; i < rows; i++) {
                int at = aAt + i * lda + p;
                addFour(tile[i], columns, a[at], a[at + 1], a[at + 2], a[at + 3], rowsOfB);
            }
        }
        for (; p < kc; p++) {
            copyRowsOfB(1, columns, b, bAt + p * ldb, ldb);
            for (int i = 0; i < rows; i++) {
                addOne(tile[i], columns, a[aAt + i * lda + p], rowsOfB);
            }
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile[i], 0, c, cAt + i * ldc, columns);
        }
    }

    private void copyRowsOfB(int count, int columns, float[] b, int from, int ldb) {
        for (int q = 0; q < count; q++) {
            System.arraycopy(b, from + q * ldb, rowsOfB, q * S, columns);
        }
    }

    private static void addFour(float[] row, int columns, float a0, float a1, float a2, float a3, float[] b) {
        for (int j = 0; j < columns; j++) {
            row[j] += a0 * b[j] + a1 * b[j + S] + a2 * b[j + 2 * S] + a3 * b[j + 3 * S];
        }
    }

    private static void addOne(float[] row, int columns, float a0, float[] b) {
        for (int j = 0; j < columns; j++) {
            row[j] += a0 * b[j];
        }
    }
}
