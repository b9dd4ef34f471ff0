package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.MicroKernel;
import dev.santoku.backend.cpu.Rows;
import java.lang.reflect.Array;

/**
 * Computes whole tiles with a {@link TileKernel}; where C has less than one left, in scratch memory, of which the part
 * that C has is copied.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class TileMicroKernel<T> implements MicroKernel<T> {
    /** From this depth on loading the first sums does not count, and one kernel less is to be compiled. */
    private static final int DEEP = 256;

    private final Tiles tiles;
    private final int mr;
    private final int nr;
    private final T zeros;
    private final T scratch;

    /** The kernels for the last stride, which is most often the next, too. */
    private TileKernel kernel;

    private TileKernel kernelFromZero;
    private int stride = -1;
    private int strideFromZero = -1;

    /**
     * A kernel for one thread.
     *
     * @param mr rows of a tile
     * @param nr columns of a tile, whole vectors
     * @param type of the arrays
     */
    TileMicroKernel(Tiles tiles, int mr, int nr, Class<T> type) {
        this.tiles = tiles;
        this.mr = mr;
        this.nr = nr;
        zeros = type.cast(Array.newInstance(type.getComponentType(), nr));
        scratch = type.cast(Array.newInstance(type.getComponentType(), mr * nr));
    }

    /** Whether a block is computed by a kernel whose sums begin with zero. */
    static boolean beginsWithZero(int kc, boolean accumulate) {
        return !accumulate && kc < DEEP;
    }

    @Override
    public void multiply(
            int rows,
            int columns,
            int kc,
            T a,
            int aAt,
            int lda,
            T b,
            int bAt,
            int ldb,
            int panelStep,
            T c,
            int cAt,
            int ldc,
            boolean accumulate) {
        if (beginsWithZero(kc, accumulate)) {
            if (lda != strideFromZero) {
                kernelFromZero = tiles.kernel(mr, nr / tiles.lanes(), lda, true);
                strideFromZero = lda;
            }
            multiply(kernelFromZero, rows, columns, kc, a, aAt, lda, b, bAt, ldb, panelStep, c, cAt, ldc, false);
        } else {
            if (lda != stride) {
                kernel = tiles.kernel(mr, nr / tiles.lanes(), lda, false);
                stride = lda;
            }
            multiply(kernel, rows, columns, kc, a, aAt, lda, b, bAt, ldb, panelStep, c, cAt, ldc, accumulate);
        }
    }

    private void multiply(
            TileKernel tile,
            int rows,
            int columns,
            int kc,
            T a,
            int aAt,
            int lda,
            T b,
            int bAt,
            int ldb,
            int panelStep,
            T c,
            int cAt,
            int ldc,
            boolean accumulate) {
        int whole = rows == mr ? columns / nr : 0;
        if (whole > 0 && accumulate) {
            tile.multiply(whole, kc, a, aAt, lda, b, bAt, ldb, panelStep, c, cAt, ldc, nr, c, cAt, ldc);
        } else if (whole > 0) {
            tile.multiply(whole, kc, a, aAt, lda, b, bAt, ldb, panelStep, zeros, 0, 0, 0, c, cAt, ldc);
        }
        for (int panel = whole; panel * nr < columns; panel++) {
            int width = Math.min(nr, columns - panel * nr);
            int at = cAt + panel * nr;
            if (accumulate) {
                Rows.copy(c, at, ldc, rows, width, scratch, 0, nr);
            }
            T from = accumulate ? scratch : zeros;
            int fromStep = accumulate ? nr : 0;
            tile.multiply(1, kc, a, aAt, lda, b, bAt + panel * panelStep, ldb, 0, from, 0, fromStep, 0, scratch, 0, nr);
            Rows.copy(scratch, 0, nr, rows, width, c, at, ldc);
        }
    }
}
