package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.BlockSizes;
import dev.santoku.backend.cpu.Caches;
import dev.santoku.matrix.Shape;

/**
 * Cuts a product to the registers and the caches.
 *
 * <pre>
 *   a tile of C         in the registers            {@link TileChoice}
 *   kc×nc of B          a quarter of L2             a panel or more; strips of A stream by
 *   mc×kc of A          a sixteenth of L3           panels of B stream by
 * </pre>
 *
 * <p>L1 is no limit: each panel of B pushes the strip of A out of it, and the strip comes back from L2 or L3 in time, since
 * it lies in one piece that prefetchers follow. That is also why B's block is kept small and A's large: the streams
 * of A and C push B's block out of an L2 that it fills.
 */
final class Blocking {
    private static final double SHARE_OF_LEVEL2 = 1 / 4.0;
    private static final double SHARE_OF_LEVEL3 = 1 / 16.0;

    /** Deeper blocks gain nothing: C is then read and written so seldom that it no longer counts. */
    private static final int MAX_DEPTH = 1024;

    private static final int DEPTH_STEP = 64;

    /** Bytes of A's block at most, where there is a very large last cache. */
    private static final double MAX_BLOCK_OF_A = 4 << 20;

    private final Registers registers;
    private final Tiles tiles;
    private final double blockOfB;
    private final double blockOfA;

    Blocking(Registers registers, Caches caches, Tiles tiles) {
        this.registers = registers;
        this.tiles = tiles;
        int bytes = tiles.lane().bytes();
        blockOfB = SHARE_OF_LEVEL2 * caches.level2() / bytes;
        blockOfA = Math.min(MAX_BLOCK_OF_A, SHARE_OF_LEVEL3 * caches.level3()) / bytes;
    }

    /** The blocks for a product that {@code members} threads share. */
    BlockSizes blocks(Shape shape, int members) {
        TileChoice tile =
                TileChoice.of(shape.m(), shape.n(), Math.min(MAX_DEPTH, shape.k()), tiles.lanes(), registers.count());
        int width = tile.vectors() * tiles.lanes();
        int nr = shape.n() < tiles.lanes() ? width : Math.min(width, shape.n());
        int kc = Math.max(1, limit(blockOfB / width, MAX_DEPTH) / DEPTH_STEP) * DEPTH_STEP;
        int depth = Math.min(kc, shape.k());
        int mc = Math.max(1, limit(blockOfA / depth, shape.m()) / tile.rows()) * tile.rows();
        int nc = Math.max(1, limit(blockOfB / depth, shape.n()) / nr) * nr;
        return new BlockSizes(tile.rows(), nr, mc, kc, nc).fittedTo(shape, members);
    }

    private static int limit(double fitting, int most) {
        return (int) Math.min(fitting, most);
    }
}
