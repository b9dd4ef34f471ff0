package dev.santoku.backend.cpu.kernel;

import java.util.Arrays;

// The build writes the twin for float, see pom.xml.
/**
 * The micro-kernel of {@link ScalarKernels} for {@code double[]}: each row of the tile in turn takes four rows of B's panel
 * at a time.
 */
public final class DoubleRowKernel implements MicroKernel<double[]> {
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
    public DoubleRowKernel(int mr, int nr) {
        this.mr = mr;
        this.nr = nr;
        tile = new double[mr][nr];
    }

    @Override
    public void multiply(Operands<double[]> operands, int tiles, int aAt, int bAt, int cAt) {
        for (int t = 0; t < tiles; t++) {
            multiplyTile(operands, mr, nr, aAt, bAt + t * operands.panelStep(), cAt + t * nr);
        }
    }

    @Override
    public void multiplyPart(Operands<double[]> operands, int rows, int columns, int aAt, int bAt, int cAt) {
        multiplyTile(operands, rows, columns, aAt + (mr - rows) * operands.lda(), bAt + nr - columns, cAt);
    }

    private void multiplyTile(Operands<double[]> operands, int rows, int columns, int aAt, int bAt, int cAt) {
        double[] a = operands.a();
        double[] b = operands.b();
        double[] c = operands.c();
        int lda = operands.lda();
        int ldb = operands.ldb();
        int ldc = operands.ldc();
        int kc = operands.depth();
        for (int i = 0; i < rows; i++) {
            if (operands.accumulates()) {
                System.arraycopy(c, cAt + i * ldc, tile[i], 0, columns);
            } else {
                Arrays.fill(tile[i], 0, columns, 0);
            }
        }
        int p = 0;
        for (; p <= kc - STEP; p += STEP) {
            copyRowsOfB(STEP, columns, b, bAt + p * ldb, ldb);
            int at = aAt + p / SLICE * operands.sliceStep() + p % SLICE;
            for (int i = 0; i < rows; i++, at += lda) {
                addFour(tile[i], columns, a[at], a[at + 1], a[at + 2], a[at + 3], rowsOfB);
            }
        }
        for (; p < kc; p++) {
            copyRowsOfB(1, columns, b, bAt + p * ldb, ldb);
            int at = aAt + p / SLICE * operands.sliceStep() + p % SLICE;
            for (int i = 0; i < rows; i++, at += lda) {
                addOne(tile[i], columns, a[at], rowsOfB);
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
