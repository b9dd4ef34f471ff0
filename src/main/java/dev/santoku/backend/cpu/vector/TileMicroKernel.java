package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.BlockSizes;
import dev.santoku.backend.cpu.MicroKernel;
import dev.santoku.backend.cpu.Rows;
import java.lang.reflect.Array;

/**
 * Computes whole tiles with a {@link TileKernel}, and the part of one in scratch memory, from which it is copied.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class TileMicroKernel<T> implements MicroKernel<T> {
    /** From this depth on loading the first sums does not count, and one kernel less is to be compiled. */
    private static final int DEEP = 256;

    private final Tiles tiles;
    private final int mr;
    private final int nr;
    private final int slice;
    private final int last;
    private final T zeros;
    private final T scratch;

    /** The kernels for the last kind of A, which is most often the next, too. */
    private TileKernel kernel;

    private TileKernel kernelFromZero;
    private int stride = TileKind.ANY;
    private int strideFromZero = TileKind.ANY;

    /**
     * A kernel for one thread.
     *
     * @param mr rows of a tile
     * @param nr columns of a tile, at least a vector
     * @param type of the arrays
     */
    TileMicroKernel(Tiles tiles, int mr, int nr, Class<T> type) {
        this.tiles = tiles;
        this.mr = mr;
        this.nr = nr;
        slice = tiles.lane().slice();
        int lastBits = tiles.lastBits(nr);
        last = nr - tiles.lane().lanes(lastBits);
        zeros = type.cast(Array.newInstance(type.getComponentType(), nr));
        scratch = type.cast(Array.newInstance(type.getComponentType(), mr * nr));
    }

    /**
     * The kind of tiles that a product needs.
     *
     * @param lda elements from one row of A to the next
     * @param sliceStep elements from one slice of a row to the next
     */
    static TileKind kind(Tiles tiles, int mr, int nr, int lda, int sliceStep, boolean fromZero) {
        return new TileKind(
                mr,
                BlockSizes.ceilDiv(nr, tiles.lanes()),
                sliceStep == tiles.lane().slice() ? lda : TileKind.SLICED,
                fromZero,
                tiles.lastBits(nr));
    }

    /** Whether a block is computed by a kernel whose sums begin with zero. */
    static boolean beginsWithZero(int kc, boolean accumulate) {
        return !accumulate && kc < DEEP;
    }

    @Override
    public void multiply(
            int count,
            int kc,
            T a,
            int aAt,
            int lda,
            int sliceStep,
            T b,
            int bAt,
            int ldb,
            int panelStep,
            T c,
            int cAt,
            int ldc,
            boolean accumulate) {
        TileKernel tile = kernel(lda, sliceStep, beginsWithZero(kc, accumulate));
        if (accumulate) {
            tile.multiply(count, kc, a, aAt, lda, 0, a, b, bAt, ldb, panelStep, c, cAt, ldc, nr, c, cAt, ldc, nr, last);
        } else {
            if (kc >= DEEP) {
                CacheLines.claim(c, cAt, ldc, mr, count * nr);
            }
            tile.multiply(count, kc, a, aAt, lda, 0, a, b, bAt, ldb, panelStep, zeros, 0, 0, 0, c, cAt, ldc, nr, last);
        }
    }

    @Override
    public void multiplyPart(
            int rows,
            int columns,
            int kc,
            T a,
            int aAt,
            int lda,
            int sliceStep,
            T b,
            int bAt,
            int ldb,
            T c,
            int cAt,
            int ldc,
            boolean accumulate) {
        int part = (mr - rows) * nr + nr - columns;
        if (accumulate) {
            Rows.copy(c, cAt, ldc, rows, columns, scratch, part, nr);
        }
        multiply(1, kc, a, aAt, lda, sliceStep, b, bAt, ldb, 0, scratch, 0, nr, accumulate);
        Rows.copy(scratch, part, nr, rows, columns, c, cAt, ldc);
    }

    private TileKernel kernel(int lda, int sliceStep, boolean fromZero) {
        int wanted = sliceStep == slice ? lda : TileKind.SLICED;
        if (fromZero) {
            if (wanted != strideFromZero) {
                kernelFromZero = tiles.kernel(kind(tiles, mr, nr, lda, sliceStep, true));
                strideFromZero = wanted;
            }
            return kernelFromZero;
        }
        if (wanted != stride) {
            kernel = tiles.kernel(kind(tiles, mr, nr, lda, sliceStep, false));
            stride = wanted;
        }
        return kernel;
    }
}
