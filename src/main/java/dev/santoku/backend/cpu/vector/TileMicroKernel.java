package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.Rows;
import java.lang.reflect.Array;
import java.util.List;

/**
 * Computes whole tiles with a {@link TileKernel}, the last columns with a narrower one where that saves vectors, and the part of a
 * tile in scratch memory, from which it is copied.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class TileMicroKernel<T> implements MicroKernel<T> {
    /** From this depth on loading the first sums does not count, and one kernel less is to be compiled. */
    private static final int DEEP = 256;

    private final Tiles tiles;
    private final Class<T> type;
    private final int mr;
    private final int nr;
    private final int slice;
    private final TileOperands tile;
    private final T zeros;
    private final T scratch;

    /** The kernels for the last kind of A, which is most often the next, too. */
    private TileKernel kernel;

    private TileKernel kernelFromZero;
    /** For the last columns, and how many those are; null before there were any. */
    private TileMicroKernel<T> narrower;

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
        this.type = type;
        this.mr = mr;
        this.nr = nr;
        slice = tiles.element().slice();
        int lastBits = tiles.lastBits(nr);
        tile = new TileOperands(1, nr - tiles.element().lanes(lastBits));
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
                sliceStep == tiles.element().slice() ? lda : TileKind.SLICED,
                fromZero,
                tiles.lastBits(nr));
    }

    /**
     * How wide the tiles of a row are: those of most, and the last if it is narrower.
     *
     * @param n columns of C
     * @param nr columns of a tile
     */
    static List<Integer> widths(Tiles tiles, int n, int nr) {
        int last = n <= nr || n % nr == 0 ? nr : lastColumns(tiles, n % nr, nr);
        return last == nr ? List.of(nr) : List.of(nr, last);
    }

    /** {@link MicroKernel#lastColumns} of its tiles. */
    static int lastColumns(Tiles tiles, int rest, int nr) {
        int columns = Math.max(rest, tiles.lanes());
        return BlockSizes.ceilDiv(columns, tiles.lanes()) < BlockSizes.ceilDiv(nr, tiles.lanes())
                        || (tiles.isNarrow(columns) && !tiles.isNarrow(nr))
                ? columns
                : nr;
    }

    /** Whether a block is computed by a kernel whose sums begin with zero. */
    static boolean beginsWithZero(int kc, boolean accumulate) {
        return !accumulate && kc < DEEP;
    }

    @Override
    public void multiply(Operands<T> operands, int count, int aAt, int bAt, int cAt) {
        if (!operands.accumulates() && operands.depth() >= DEEP) {
            CacheLines.claim(operands.c(), cAt, operands.ldc(), mr, count * nr);
        }
        multiply(operands, count, aAt, bAt, operands.c(), cAt, operands.ldc());
    }

    @Override
    public int lastColumns(int rest, int width) {
        return lastColumns(tiles, rest, width);
    }

    @Override
    public void multiplyPart(Operands<T> operands, int rows, int columns, int aAt, int bAt, int cAt) {
        int width = lastColumns(tiles, columns, nr);
        if (width < nr) {
            narrower(width).multiplyPart(operands, rows, columns, aAt, bAt + nr - width, cAt);
            return;
        }
        if (rows == mr && columns == nr) {
            multiply(operands, 1, aAt, bAt, cAt);
            return;
        }
        int part = (mr - rows) * nr + nr - columns;
        if (operands.accumulates()) {
            Rows.copy(operands.c(), cAt, operands.ldc(), rows, columns, scratch, part, nr);
        }
        multiply(operands, 1, aAt, bAt, scratch, 0, nr);
        Rows.copy(scratch, part, nr, rows, columns, operands.c(), cAt, operands.ldc());
    }

    private TileMicroKernel<T> narrower(int width) {
        if (narrower == null || narrower.nr != width) {
            narrower = new TileMicroKernel<>(tiles, mr, width, type);
        }
        return narrower;
    }

    private void multiply(Operands<T> operands, int count, int aAt, int bAt, T c, int cAt, int ldc) {
        boolean accumulate = operands.accumulates();
        int kc = operands.depth();
        int lda = operands.lda();
        tile.kc = kc;
        tile.a(operands.a(), lda, 0)
                .b(operands.b(), operands.ldb(), operands.panelStep())
                .c(c, ldc, nr);
        if (accumulate) {
            tile.from(c, ldc, nr);
        } else {
            tile.from(zeros, 0, 0);
        }
        kernel(lda, operands.sliceStep(), beginsWithZero(kc, accumulate))
                .multiply(tile, count, aAt, bAt, accumulate ? cAt : 0, cAt);
    }

    private TileKernel kernel(int lda, int sliceStep, boolean fromZero) {
        int wanted = sliceStep == slice ? lda : TileKind.SLICED;
        if (wanted == (fromZero ? strideFromZero : stride)) {
            return fromZero ? kernelFromZero : kernel;
        }
        TileKind kind = kind(tiles, mr, nr, lda, sliceStep, fromZero);
        TileKernel now = tiles.quickest(kind);
        if (now.isForNow()) {
            return now;
        }
        if (fromZero) {
            strideFromZero = wanted;
            kernelFromZero = now;
        } else {
            stride = wanted;
            kernel = now;
        }
        return now;
    }
}
