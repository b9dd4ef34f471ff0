package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.MicroKernel;
import java.util.Arrays;

// The build writes the twin for float, see pom.xml.
/**
 * What a generated kernel computes, in plain Java and to the same bit: each element of C is one chain of fused multiply-adds, in
 * the same order. It is quick from its first call on, when the interpreter still makes an object of each vector of the generated one.
 *
 * <p>Its form is that of {@link dev.santoku.backend.cpu.kernel.DoubleRowKernel}, for the same reasons.
 */
final class DoublePlainTile implements TileKernel {
    /** From one copied row of B to the next; more than the widest tile that registers allow. */
    private static final int S = 1024 / Double.BYTES;

    private static final int STEP = 4;
    private static final int SLICE = MicroKernel.SLICE_BYTES / Double.BYTES;

    private final TileKind kind;
    private final int lanes;
    private final int lastLanes;

    /**
     * A kernel that any number of threads may use at once.
     *
     * @param bits of a vector of the generated kernel
     */
    DoublePlainTile(TileKind kind, int bits) {
        this.kind = kind;
        lanes = ElementType.DOUBLE.lanes(bits);
        lastLanes = ElementType.DOUBLE.lanes(kind.lastBits());
    }

    @Override
    public boolean isForNow() {
        return true;
    }

    @Override
    public void multiply(TileOperands o, int tiles, int aAt, int bAt, int fromAt, int cAt) {
        int width = kind.overlaps() ? o.last + lastLanes : kind.vectors() * lanes;
        double[][] sums = new double[kind.rows()][width];
        double[] rowsOfB = new double[STEP * S];
        for (int t = 0; t < tiles; t++) {
            for (int i = 0; i < sums.length; i++) {
                if (kind.fromZero()) {
                    Arrays.fill(sums[i], 0);
                } else {
                    System.arraycopy(o.from, fromAt + t * o.fromStep + i * o.ldFrom, sums[i], 0, width);
                }
            }
            addAll(sums, o, aAt + t * o.aStep, bAt + t * o.bStep, rowsOfB);
            for (int i = 0; i < sums.length; i++) {
                System.arraycopy(sums[i], 0, o.c, cAt + t * o.cStep + i * o.ldc, width);
            }
        }
    }

    private void addAll(double[][] sums, TileOperands o, int aAt, int bAt, double[] rowsOfB) {
        double[] a = (double[]) o.a;
        boolean sliced = kind.stride() == TileKind.SLICED;
        int stride = sliced ? SLICE : kind.stride() == TileKind.ANY ? o.lda : kind.stride();
        for (int p = 0; p < o.kc; p += STEP) {
            int count = Math.min(STEP, o.kc - p);
            int at = aAt + p + (sliced ? p / SLICE * SLICE * (sums.length - 1) : 0);
            for (int q = 0; q < count; q++) {
                System.arraycopy(o.b, bAt + (p + q) * o.ldb, rowsOfB, q * S, sums[0].length);
            }
            for (double[] row : sums) {
                if (count == STEP) {
                    addFour(row, a[at], a[at + 1], a[at + 2], a[at + 3], rowsOfB);
                } else {
                    for (int q = 0; q < count; q++) {
                        addOne(row, a[at + q], rowsOfB, q * S);
                    }
                }
                at += stride;
            }
        }
    }

    private static void addFour(double[] row, double a0, double a1, double a2, double a3, double[] b) {
        for (int j = 0; j < row.length; j++) {
            double sum = Math.fma(a1, b[j + S], Math.fma(a0, b[j], row[j]));
            row[j] = Math.fma(a3, b[j + 3 * S], Math.fma(a2, b[j + 2 * S], sum));
        }
    }

    private static void addOne(double[] row, double a0, double[] b, int from) {
        for (int j = 0; j < row.length; j++) {
            row[j] = Math.fma(a0, b[from + j], row[j]);
        }
    }
}
