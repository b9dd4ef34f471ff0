package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.CpuParameters;

/**
 * Which tile suits a C: one height and one width for all of it, so that one method is compiled and not four, with as
 * little as can be sticking out over the edges.
 *
 * <p>Costs are counted in multiply-adds of vectors. How far each may be off before another tile is chosen was tried out on 56 products
 * (page {@code experiments/vector-api-tiles.md}): what differs most from processor to processor, latency, matters least.
 *
 * @param rows of a tile
 * @param vectors width of a tile
 */
record TileChoice(int rows, int vectors) {
    /**
     * What the start and the end of a tile cost: about 20 cycles for the mispredicted end of the loop over k and two latencies for filling and
     * draining the units come to 30; the rest is fitted. From 10 to 80 two of 56 choices change.
     */
    private static final double START = 40;

    /** What it costs to call the kernel, once for all tiles that lie side by side: 20 arguments, mostly on the stack. From 0 to 60 three choices change. */
    private static final double CALL = 30;

    /**
     * What a load costs if it is not hidden behind multiply-adds, and so what must be hidden. An x86 since Haswell has as many units for loads as for
     * multiply-adds, which makes 1; loads that cross a cache line take both, and the rest is fitted. At 1.25 three choices change, at 1 eight, to slower ones.
     */
    private static final double LOAD = 1.5;

    /**
     * What a load costs even so: a slot of the six to eight that the processor starts in a cycle. Without it tall and narrow tiles would be chosen,
     * which were up to 9 % slower; with twice as much six choices change.
     */
    private static final double HIDDEN_LOAD = 0.1;

    /** What a vector of B costs besides in each step where it comes from beyond L1: low tiles, which use it a few times, wait for it. */
    private static final double FAR_LOAD = 1;

    /**
     * Vectors to a row of a tile, at least, where C is written far away: the row begins and ends within cache lines that it shares with
     * its neighbours, and narrow tiles come back to such lines more often.
     */
    private static final int STREAMING_VECTORS = 3;

    /**
     * Registers that are left: a kernel that takes nearly all, 5×5 with A read in place, is 10 % slower in many a process
     * than a tile of four vectors, and never faster.
     */
    private static final int SPARE_REGISTERS = 2;

    /** Of vectors with up to 256 bits on x86, where none can be spared. */
    private static final int FEW_REGISTERS = 16;

    private static final int MAX_ROWS = 24;
    private static final double TENTH = 0.1;

    /** Multiply-adds in flight that hide each other's latency: four cycles on two units, as on all x86 since Skylake and Zen. From 4 to 16 one choice changes. */
    private static final int LATENCY = 8;

    /**
     * On which ways B and C come and go.
     *
     * @param near whether B is near enough to be read in place, from wherever a tile begins
     * @param streams whether the product is shallow and L2 does not hold B and C, so that steps wait for B and tiles for C
     * @param deepInPlace whether A is read in place by kernels for deep blocks
     * @param parameters for this processor
     * @param nearPanel elements of a panel of B that L1 holds
     */
    record Ways(boolean near, boolean streams, boolean deepInPlace, CpuParameters parameters, int nearPanel) {
        /** What a step waits for each vector of a panel of so many columns. */
        private double waits(int columns, int depth) {
            double far = (double) depth * columns > nearPanel ? parameters.farVector() * TENTH : 0;
            return streams ? Math.max(FAR_LOAD, far) : far;
        }
    }

    /**
     * The cheapest tile.
     *
     * @param m rows of C
     * @param n columns of C
     * @param depth of a block
     * @param ways on which B and C come and go
     * @param registers for vectors that the processor has: the sums, a row of B and an element of A must fit
     */
    static TileChoice of(int m, int n, int depth, Ways ways, Tiles tiles, int registers) {
        TileChoice best = new TileChoice(1, 1);
        double least = Double.POSITIVE_INFINITY;
        int widest = Math.min(ways.parameters.mostVectors(), BlockSizes.ceilDiv(n, tiles.lanes()));
        boolean many = registers > FEW_REGISTERS;
        int usable = many ? registers - SPARE_REGISTERS : registers;
        int narrowest = many && ways.streams ? Math.min(STREAMING_VECTORS, widest) : 1;
        for (int vectors = narrowest; vectors <= widest; vectors++) {
            // Once for all heights: this is done for each product, small ones too.
            int columns = new TileChoice(1, vectors).columns(n, ways, tiles);
            Width width = Width.of(columns, depth, ways, tiles);
            int rest = n > columns ? n % columns : 0;
            Width last =
                    rest == 0 ? width : Width.of(TileMicroKernel.lastColumns(tiles, rest, columns), depth, ways, tiles);
            double beside = BlockSizes.ceilDiv(n, columns) - 1;
            for (int rows = 1; rows <= Math.min(MAX_ROWS, m); rows++) {
                if (rows * vectors + vectors + (width.narrow ? 2 : 1) > usable) {
                    break;
                }
                double above = BlockSizes.ceilDiv(m, rows);
                double cost = above * (beside * width.tile(rows, depth) + last.tile(rows, depth) + CALL);
                if (cost < least) {
                    best = new TileChoice(rows, vectors);
                    least = cost;
                }
            }
        }
        return best;
    }

    /**
     * Tiles of one width.
     *
     * @param vectors as many of the full width take as long
     * @param loads of B in a step
     * @param narrow whether the last vector is
     * @param waits what a step waits for B
     * @param deepInPlace as {@link Ways#deepInPlace}
     */
    private record Width(double vectors, int loads, boolean narrow, double waits, boolean deepInPlace) {
        static Width of(int columns, int depth, Ways ways, Tiles tiles) {
            int loads = BlockSizes.ceilDiv(columns, tiles.lanes());
            return new Width(
                    tiles.vectors(columns, ways.parameters.narrowVector()),
                    loads,
                    tiles.isNarrow(columns),
                    ways.waits(columns, depth) * loads,
                    ways.deepInPlace);
        }

        /** What a tile costs. */
        double tile(int rows, int depth) {
            int ofA = narrow ? 2 * rows : rows;
            double row = deepInPlace ? HotSpotQuirks.waitForRows(rows, ofA + loads, rows * loads) : 0;
            return (step(rows * vectors, ofA + loads) + row + waits) * depth + 2 * rows * vectors + START;
        }
    }

    /** What a step of k costs. */
    private static double step(double sums, int loads) {
        return Math.max(Math.max(LATENCY, sums), LOAD * loads) + HIDDEN_LOAD * loads;
    }

    /**
     * Columns of a tile: whole vectors, but no more than C has. Where tiles may begin anywhere, they are as wide as each other
     * if each then needs half a vector less.
     *
     * @param n columns of C
     * @param ways on which B comes
     */
    int columns(int n, Ways ways, Tiles tiles) {
        if (n < tiles.lanes()) {
            return vectors * tiles.lanes();
        }
        int whole = Math.min(vectors * tiles.lanes(), n);
        int even = BlockSizes.evenCut(n, whole);
        int narrow = ways.parameters.narrowVector();
        return ways.near && tiles.vectors(even, narrow) < tiles.vectors(whole, narrow) ? even : whole;
    }
}
