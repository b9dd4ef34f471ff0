package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.BlockSizes;

/**
 * Which tile suits a C: one height and one width for all of it, so that one method is compiled and not four, with as
 * little as can be sticking out over the edges.
 *
 * @param rows of a tile
 * @param vectors width of a tile
 */
record TileChoice(int rows, int vectors) {
    /** What the start and the end of a tile cost beside its multiply-adds, each of which counts as 1. */
    private static final double START = 40;

    /** What it costs to call the kernel, once for all tiles that lie side by side. */
    private static final double CALL = 30;

    /** What a load costs if it is not hidden behind multiply-adds, and so what must be hidden. */
    private static final double LOAD = 1.5;

    /** What a load costs even so. */
    private static final double HIDDEN_LOAD = 0.1;

    private static final int MAX_ROWS = 24;
    private static final int MAX_VECTORS = 8;

    /** Multiply-adds in flight that hide each other's latency. */
    private static final int LATENCY = 8;

    /**
     * The cheapest tile.
     *
     * @param m rows of C
     * @param n columns of C
     * @param depth of a block
     * @param lanes of a vector
     * @param registers for vectors that the processor has: the sums, a row of B and an element of A must fit
     */
    static TileChoice of(int m, int n, int depth, int lanes, int registers) {
        TileChoice best = new TileChoice(1, 1);
        for (int vectors = 1; vectors <= Math.min(MAX_VECTORS, BlockSizes.ceilDiv(n, lanes)); vectors++) {
            for (int rows = 1; rows <= Math.min(MAX_ROWS, m); rows++) {
                TileChoice tile = new TileChoice(rows, vectors);
                if (rows * vectors + vectors + 1 <= registers
                        && tile.cost(m, n, depth, lanes) < best.cost(m, n, depth, lanes)) {
                    best = tile;
                }
            }
        }
        return best;
    }

    private double cost(int m, int n, int depth, int lanes) {
        int sums = rows * vectors;
        int loads = rows + vectors;
        double step = Math.max(Math.max(LATENCY, sums), LOAD * loads) + HIDDEN_LOAD * loads;
        double above = BlockSizes.ceilDiv(m, rows);
        double beside = BlockSizes.ceilDiv(n, vectors * lanes);
        return above * (beside * (step * depth + 2 * sums + START) + CALL);
    }
}
