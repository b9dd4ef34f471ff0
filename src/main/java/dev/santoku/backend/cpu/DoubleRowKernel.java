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

    /** A multiple of that. */
    private static final int SLICE = SLICE_BYTES / Double.BYTES;

    private final int mr;
    private final int nr;
    private final double[][] tile;
    private final double[] rowsOfB = new double[STEP * S];

    /**
     * A kernel for one thread.
     *
     * @param mr rows of a tile
     * @param nr columns of a tile, up to S
     */
    DoubleRowKernel(int mr, int nr) {
        this.mr = mr;
        this.nr = nr;
        tile = new double[mr][nr];
    }

    @Override
    public void multiply(
            int tiles,
            int kc,
            double[] a,
            int aAt,
            int lda,
            int sliceStep,
            double[] b,
            int bAt,
            int ldb,
            int panelStep,
            double[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        for (int t = 0; t < tiles; t++) {
            int panel = bAt + t * panelStep;
            multiplyTile(mr, nr, kc, a, aAt, lda, sliceStep, b, panel, ldb, c, cAt + t * nr, ldc, accumulate);
        }
    }

    @Override
    public void multiplyPart(
            int rows,
            int columns,
            int kc,
            double[] a,
            int aAt,
            int lda,
            int sliceStep,
            double[] b,
            int bAt,
            int ldb,
            double[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        int row = aAt + (mr - rows) * lda;
        int column = bAt + nr - columns;
        multiplyTile(rows, columns, kc, a, row, lda, sliceStep, b, column, ldb, c, cAt, ldc, accumulate);
    }

    private void multiplyTile(
            int rows,
            int columns,
            int kc,
            double[] a,
            int aAt,
            int lda,
            int sliceStep,
            double[] b,
            int bAt,
            int ldb,
            double[] c,
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
                int at = aAt + i * lda + p / SLICE * sliceStep + p % SLICE;
                addFour(tile[i], columns, a[at], a[at + 1], a[at + 2], a[at + 3], rowsOfB);
            }
        }
        for (; p < kc; p++) {
            copyRowsOfB(1, columns, b, bAt + p * ldb, ldb);
            for (int i = 0; i < rows; i++) {
                addOne(tile[i], columns, a[aAt + i * lda + p / SLICE * sliceStep + p % SLICE], rowsOfB);
            }
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile[i], 0, c, cAt + i * ldc, columns);
        }
    }

    private void copyRowsOfB(int count, int columns, double[] b, int from, int ldb) {
        for (int q = 0; q < count; q++) {
            System.arraycopy(b, from + q * ldb, rowsOfB, q * S, columns);
        }
    }

    private static void addFour(double[] row, int columns, double a0, double a1, double a2, double a3, double[] b) {
        for (int j = 0; j < columns; j++) {
            row[j] += a0 * b[j] + a1 * b[j + S] + a2 * b[j + 2 * S] + a3 * b[j + 3 * S];
        }
    }

    private static void addOne(double[] row, int columns, double a0, double[] b) {
        for (int j = 0; j < columns; j++) {
            row[j] += a0 * b[j];
        }
    }
}
