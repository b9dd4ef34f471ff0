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
    /** A tile costs its multiply-adds and, once, about so many: the call, loading and storing the sums. */
    private static final double START = 40;

    /** What a load costs where a multiply-add costs 1; most of it is hidden behind them. */
    private static final double LOAD = 0.15;

    private static final int MAX_ROWS = 24;
    private static final int MAX_VECTORS = 8;

    /** Multiply-adds in flight that hide each other's latency. */
    private static final int LATENCY = 8;

    /**
     * The cheapest tile.
     *
     * @param m rows of C
     * @param vectorsOfC width of C in vectors, rounded up
     * @param depth of a block
     * @param registers for vectors that the processor has: the sums, a row of B and an element of A must fit
     */
    static TileChoice of(int m, int vectorsOfC, int depth, int registers) {
        TileChoice best = new TileChoice(1, 1);
        for (int vectors = 1; vectors <= Math.min(MAX_VECTORS, vectorsOfC); vectors++) {
            for (int rows = 1; rows <= Math.min(MAX_ROWS, m); rows++) {
                TileChoice tile = new TileChoice(rows, vectors);
                if (rows * vectors + vectors + 1 <= registers
                        && tile.cost(m, vectorsOfC, depth) < best.cost(m, vectorsOfC, depth)) {
                    best = tile;
                }
            }
        }
        return best;
    }

    private double cost(int m, int vectorsOfC, int depth) {
        double step = Math.max(LATENCY, rows * vectors) + LOAD * (rows + vectors);
        double tiles = (double) BlockSizes.ceilDiv(m, rows) * BlockSizes.ceilDiv(vectorsOfC, vectors);
        return tiles * (step * depth + 2 * rows * vectors + START);
    }
}
