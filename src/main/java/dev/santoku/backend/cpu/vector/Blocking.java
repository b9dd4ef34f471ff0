package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.BlockSizes;
import dev.santoku.backend.cpu.Caches;
import dev.santoku.matrix.Shape;

/**
 * Cuts a product to the registers and the caches.
 *
 * <pre>
 *   a tile of C         in the registers            {@link TileChoice}
 *   mr×kc of A          three quarters of L1        a panel of B streams by
 *   kc×nc of B          three quarters of L2        rows of A stream by
 * </pre>
 */
final class Blocking {
    private static final double SHARE = 0.75;

    /** Rows of the tallest tile that large products use. */
    private static final int TALL = 12;

    private final Registers registers;
    private final Tiles tiles;
    private final int kc;
    private final int blockOfB;

    Blocking(Registers registers, Caches caches, Tiles tiles) {
        this.registers = registers;
        this.tiles = tiles;
        int bytes = tiles.lane().bytes();
        int fitting = (int) Math.min(Integer.MAX_VALUE, SHARE * caches.level1() / TALL / bytes);
        kc = Math.max(64, Math.min(fitting, tiles.maxDepth()) / 64 * 64);
        blockOfB = (int) Math.min(Integer.MAX_VALUE / 2.0, SHARE * caches.level2() / bytes);
    }

    /** The blocks for a product that {@code members} threads share. */
    BlockSizes blocks(Shape shape, int members) {
        TileChoice tile =
                TileChoice.of(shape.m(), shape.n(), Math.min(kc, shape.k()), tiles.lanes(), registers.count());
        int nr = tile.vectors() * tiles.lanes();
        return new BlockSizes(tile.rows(), nr, kc, Math.max(1, blockOfB / kc / nr) * nr).fittedTo(shape, members);
    }
}
