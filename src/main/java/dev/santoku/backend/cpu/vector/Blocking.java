package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.host.Caches;
import dev.santoku.matrix.Shape;

/**
 * Cuts a product to the registers and the caches.
 *
 * <pre>
 *   a tile of C         in the registers            {@link TileChoice}
 *   kc×nc of B          half of L2                  a panel; or several in a third of it; or all of a shallow B
 *   strips of A         three eighths of L2         all blocks of B stream by
 *   kc rows of B        a quarter of L3             packed at once, block after block
 *   mc×kc of A          a sixteenth of L3           where A is packed; panels of B stream by
 * </pre>
 *
 * <p>L1 is no limit: each panel of B pushes the strip of A out of it, and the strip comes back from L2 or L3 in time, since
 * it lies in one piece that prefetchers follow, or in one for each row where A is read in place. B's block and those strips share L2:
 * streams of A and C push a block out of an L2 that it fills. Not so where B is shallow and L2 holds all of it: there C is most of
 * what moves, and tiles write whole rows of it one after the other.
 */
final class Blocking {
    private static final double SHARE_OF_LEVEL3 = 1 / 16.0;

    /** Of B packed at once: it passes by once for some strips of A, so it should still be in L3 when it comes again. */
    private static final double PACKED_SHARE_OF_LEVEL3 = 1 / 4.0;

    private static final int DEPTH_STEP = 64;

    /** With so few columns of B, an element of A is used too seldom to be copied first, wherever it lies. */
    private static final int FEW_COLUMNS = 127;

    /** With so few tiles above each other, an element of B is used too seldom to be copied first. */
    private static final int FEW_TILES = 3;

    /** The same where L1 holds a panel of B, which then comes from there for all tiles but the first. */
    private static final int FEW_SHALLOW_TILES = 16;

    /** Bytes of A's block at most, where there is a very large last cache. */
    private static final double MAX_BLOCK_OF_A = 4 << 20;

    /** Bytes of B packed at once, likewise. */
    private static final double MAX_PACKED_B = 16 << 20;

    /** Bytes of an A that is read in place, at most, likewise. */
    private static final double MAX_NEAR_A = 256 << 20;

    /** A B up to so many times L2 is packed by each member for itself: what the copies cost grows with B, and what they save does not. */
    private static final double COPIED_LEVEL2 = 5 / 4.0;

    /** Rows of C for each member, at least, where it is: to pack an element then takes a small share of the time of its products. */
    private static final int ROWS_WORTH_A_COPY = 192;

    private static final double SHARE_OF_LEVEL2 = 1 / 3.0;
    private static final double PERCENT = 0.01;

    private final Registers registers;
    private final Tiles tiles;
    private final CpuParameters parameters;
    private final double panelOfB;
    private final double blockOfB;
    private final double blockOfA;
    private final double packedB;
    private final double nearA;
    private final double nearB;

    /** Elements that L2 holds. */
    private final double level2;

    /** Elements of a panel of B that L1 holds. */
    private final double nearPanel;

    Blocking(Registers registers, Caches caches, Tiles tiles, CpuParameters parameters) {
        this.registers = registers;
        this.tiles = tiles;
        this.parameters = parameters;
        int bytes = tiles.element().bytes();
        panelOfB = parameters.panelOfB() * PERCENT * caches.level2() / bytes;
        blockOfB = SHARE_OF_LEVEL2 * caches.level2() / bytes;
        blockOfA = Math.min(MAX_BLOCK_OF_A, SHARE_OF_LEVEL3 * caches.level3()) / bytes;
        packedB = Math.min(MAX_PACKED_B, PACKED_SHARE_OF_LEVEL3 * caches.level3()) / bytes;
        nearA = Math.min(MAX_NEAR_A, parameters.nearA() * (double) caches.level3()) / bytes;
        nearPanel = (double) caches.level1() / bytes;
        level2 = (double) caches.level2() / bytes;
        nearB = parameters.nearB() * PERCENT * caches.level2() / bytes;
    }

    /** Whether L2 holds all of a product, and one block its depth; then nothing need be packed, and tiles may cover C in any order. */
    boolean isSmall(Shape shape) {
        double elements =
                (double) shape.m() * shape.k() + (double) shape.k() * shape.n() + (double) shape.m() * shape.n();
        return elements <= level2 && shape.n() >= tiles.lanes() && TileMicroKernel.beginsWithZero(shape.k(), false);
    }

    /** Whether A is worth packing. */
    boolean packsA(Shape shape) {
        return shape.n() > FEW_COLUMNS && (double) shape.m() * shape.k() > nearA;
    }

    /** Whether B is worth packing. */
    boolean packsB(Shape shape, BlockSizes blocks) {
        int few = isPanelInLevel1(shape, blocks.nr()) ? FEW_SHALLOW_TILES : FEW_TILES;
        return shape.m() > few * blocks.mr() && !isNearB(shape);
    }

    /** Whether each member packs B for itself; all copies together are no more than is packed of a large B at once. */
    boolean copiesB(Shape shape, int members) {
        double elements = (double) shape.k() * shape.n();
        return shape.m() >= (long) ROWS_WORTH_A_COPY * members
                && elements <= COPIED_LEVEL2 * level2
                && elements * members <= packedB;
    }

    /** Elements of A that a task multiplies by block after block of B. */
    int mostOfA() {
        return (int) (parameters.stripsOfA() * PERCENT * level2);
    }

    /** Elements of B that are packed at once at most. */
    int mostOfB() {
        return (int) packedB;
    }

    private boolean isPanelInLevel1(Shape shape, int nr) {
        return (double) shape.k() * nr <= nearPanel;
    }

    private boolean isNearB(Shape shape) {
        return (double) shape.k() * shape.n() <= nearB;
    }

    /** Whether B and C come and go beyond L2, and so few steps that this counts; with rows of A that kernels know the stride of. */
    private boolean streams(Shape shape) {
        return HotSpotQuirks.knowsStride(shape.k()) && ((double) shape.m() + shape.k()) * shape.n() > level2;
    }

    /** The blocks for a product that {@code members} threads share. */
    BlockSizes blocks(Shape shape, int members) {
        boolean near = isNearB(shape);
        int deepest = Math.min(parameters.depth(), shape.k());
        boolean deepInPlace = !packsA(shape) && !TileMicroKernel.beginsWithZero(deepest, false);
        TileChoice.Ways ways = new TileChoice.Ways(near, streams(shape), deepInPlace, parameters, (int) nearPanel);
        TileChoice tile = TileChoice.of(shape.m(), shape.n(), deepest, ways, tiles, registers.count());
        int width = tile.vectors() * tiles.lanes();
        int nr = tile.columns(shape.n(), ways, tiles);
        int kc = Math.max(1, limit(panelOfB / width, parameters.depth()) / DEPTH_STEP) * DEPTH_STEP;
        int depth = Math.min(kc, shape.k());
        int mc = Math.max(1, limit(blockOfA / depth, shape.m()) / tile.rows()) * tile.rows();
        boolean allOfB = near && isPanelInLevel1(shape, nr);
        int nc = allOfB
                ? BlockSizes.ceilDiv(shape.n(), nr) * nr
                : Math.max(1, limit(blockOfB / depth, shape.n()) / nr) * nr;
        return new BlockSizes(tile.rows(), nr, mc, kc, nc).fittedTo(shape, members);
    }

    private static int limit(double fitting, int most) {
        return (int) Math.min(fitting, most);
    }
}
