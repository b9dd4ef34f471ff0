package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How tiles of few kinds cover a small C without computing anything twice: panels side by side, all of one width but the last,
 * each with tiles of one height below each other and a lower one for the rows that are left.
 *
 * <pre>
 *   ┌───────┬───────┬────┐
 *   │       │       │    │
 *   ├───────┼───────┤    │
 *   │       │       ├────┤       each panel of B stays in L1 while all rows of A pass;
 *   ├───────┼───────┤    │       its tiles are one call of a kernel, those left over another
 *   │       │       │    │
 *   ├───────┼───────┼────┤
 *   └───────┴───────┴────┘
 * </pre>
 *
 * @param panels from left to right
 */
record Cover(List<Panel> panels) {
    /** Cycles that begin and end a tile, for each of its rows. */
    private static final double START = 2;

    /** Cycles that a call of a kernel takes: a lower tile for the rows that are left needs one of its own. */
    private static final double CALL = 100;

    /** Cycles that have to be saved by a last panel of another width, whose kernels have to be compiled, too. */
    private static final double OTHER_WIDTH = 20;

    /** Cycles a step of k that begin a panel: its rows of B come from farther away, and all of A once more. */
    private static final double PANEL = 9;

    /** A load of a vector touches two lines of L1, since arrays do not begin at the start of one. */
    private static final double VECTOR_LOAD = 2;

    /** What loads take more than they should, where they and not the multiply-adds limit a tile. */
    private static final double LOADS_ALONE = 1.1;

    /** What a load costs even where multiply-adds hide it. */
    private static final double HIDDEN_LOAD = 0.03;

    /** What a row costs in each step whose index has no register of its own any more. */
    private static final double MANY_ROWS = 0.1;

    private static final int ROWS_WITH_REGISTERS = 5;

    /** What the end of a block costs, see {@link HotSpotQuirks#endBlock}, in each row of each step. */
    private static final double BLOCK = 0.1;

    /** Higher tiles are no faster: what begins and ends them then no longer overlaps with the multiply-adds of others. */
    private static final int MAX_ROWS = 8;

    private static final int MAX_VECTORS = 8;

    /** Multiply-adds in flight that hide each other's latency. */
    private static final int LATENCY = 8;

    /**
     * Columns of C, and the tiles that they are covered with.
     *
     * @param columns a vector's lanes at least
     * @param rows of a tile
     * @param strips how many of these there are
     * @param rest rows of the lower tile below, fewer; 0 if there is none
     */
    record Panel(int columns, int rows, int strips, int rest) {}

    /**
     * The cheapest cover.
     *
     * @param m rows of C
     * @param n columns of C, a vector's lanes at least
     * @param k depth
     * @param registers for vectors that the processor has
     * @param narrow what half a vector costs, in percent of a whole one
     */
    static Cover of(int m, int n, int k, Tiles tiles, int registers, int narrow) {
        List<Panel> best = List.of();
        double least = Double.POSITIVE_INFINITY;
        int widest = Math.min(MAX_VECTORS, (registers - 2) / 2);
        for (int vectors = 1; vectors <= Math.min(widest, n / tiles.lanes()); vectors++) {
            int columns = vectors * tiles.lanes();
            for (int whole = Math.max(0, n / columns - 1); whole <= n / columns; whole++) {
                int last = n - whole * columns;
                if (last > 0 && (last < tiles.lanes() || last > widest * tiles.lanes())) {
                    continue;
                }
                List<Panel> panels = new ArrayList<>();
                double cost = 0;
                if (whole > 0) {
                    Panel panel = panel(m, columns, k, tiles, registers, narrow);
                    panels.addAll(Collections.nCopies(whole, panel));
                    cost += whole * cost(panel, k, tiles, narrow);
                }
                if (last > 0) {
                    Panel panel = panel(m, last, k, tiles, registers, narrow);
                    panels.add(panel);
                    cost += cost(panel, k, tiles, narrow) + (whole > 0 ? OTHER_WIDTH : 0);
                }
                if (cost < least) {
                    least = cost;
                    best = panels;
                }
            }
        }
        return new Cover(List.copyOf(best));
    }

    private static Panel panel(int m, int columns, int k, Tiles tiles, int registers, int narrow) {
        Panel best = new Panel(columns, 1, m, 0);
        double least = cost(best, k, tiles, narrow);
        for (int rows = 2; rows <= Math.min(MAX_ROWS, m) && fits(rows, columns, tiles, registers); rows++) {
            Panel panel = new Panel(columns, rows, m / rows, m % rows);
            double cost = cost(panel, k, tiles, narrow);
            if (cost < least) {
                least = cost;
                best = panel;
            }
        }
        return best;
    }

    /** Whether the sums, a row of B and an element of A, to each width of vectors, have registers. */
    private static boolean fits(int rows, int columns, Tiles tiles, int registers) {
        int vectors = BlockSizes.ceilDiv(columns, tiles.lanes());
        return rows * vectors + vectors + (tiles.isNarrow(columns) ? 2 : 1) <= registers;
    }

    private static double cost(Panel panel, int k, Tiles tiles, int narrow) {
        double below = panel.rest() > 0 ? CALL + tile(panel.rest(), panel.columns(), k, tiles, narrow) : 0;
        return PANEL * k + CALL + panel.strips() * tile(panel.rows(), panel.columns(), k, tiles, narrow) + below;
    }

    /** Cycles of a tile. */
    private static double tile(int rows, int columns, int k, Tiles tiles, int narrow) {
        double vectors = tiles.vectors(columns, narrow);
        double loads = VECTOR_LOAD * vectors + rows * (tiles.isNarrow(columns) ? 1.5 : 1);
        double step = Math.max(Math.max(LATENCY, rows * vectors), LOADS_ALONE * loads)
                + HIDDEN_LOAD * loads
                + MANY_ROWS * Math.max(0, rows - ROWS_WITH_REGISTERS);
        if (HotSpotQuirks.endsBlocks(rows, BlockSizes.ceilDiv(columns, tiles.lanes()), tiles.isNarrow(columns))) {
            step += BLOCK * rows;
        }
        return step * k + START * rows;
    }
}
