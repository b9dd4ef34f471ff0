package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.WholeKernel;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes a small C by the tiles of a {@link Cover}: one call of a kernel for all tiles of a kind in a panel, so that the end of a
 * tile overlaps with the start of the next.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class CoverKernel<T> implements WholeKernel<T> {
    private final Tiles tiles;
    private final int n;
    private final int k;
    private final Column[] columns;

    /** Tiles of one kind below each other. */
    private static final class Column {
        private final Tiles tiles;
        private final TileKind kind;
        private final int count;
        private final int row;
        private final int column;
        private final int last;

        /** Null as long as another one stands in for it. */
        private TileKernel kernel;

        Column(Tiles tiles, TileKind kind, int count, int row, int column, int last) {
            this.tiles = tiles;
            this.kind = kind;
            this.count = count;
            this.row = row;
            this.column = column;
            this.last = last;
        }

        TileKernel kernel() {
            TileKernel known = kernel;
            if (known != null) {
                return known;
            }
            TileKernel now = tiles.quickest(kind);
            kernel = now.isForNow() ? null : now;
            return now;
        }
    }

    /** All tiles of a column, with the arrays that they lie in. */
    private record Call(Column column, TileOperands operands, int count, int aOffset, int bOffset, int cOffset) {
        void run(int aAt, int bAt, int cAt) {
            column.kernel().multiply(operands, count, aAt + aOffset, bAt + bOffset, 0, cAt + cOffset);
        }
    }

    /**
     * A kernel for products of a shape.
     *
     * @param cover of C
     */
    CoverKernel(Tiles tiles, Shape shape, Cover cover) {
        this.tiles = tiles;
        n = shape.n();
        k = shape.k();
        List<Column> list = new ArrayList<>();
        int column = 0;
        for (Cover.Panel panel : cover.panels()) {
            list.add(column(panel, panel.rows(), panel.strips(), 0, column));
            if (panel.rest() > 0) {
                list.add(column(panel, panel.rest(), 1, panel.rows() * panel.strips(), column));
            }
            column += panel.columns();
        }
        columns = list.toArray(Column[]::new);
    }

    private Column column(Cover.Panel panel, int rows, int count, int row, int column) {
        int lastBits = tiles.lastBits(panel.columns());
        int vectors = BlockSizes.ceilDiv(panel.columns(), tiles.lanes());
        TileKind kind = new TileKind(rows, vectors, k, true, lastBits);
        int last = panel.columns() - tiles.element().lanes(lastBits);
        return new Column(tiles, kind, count, row, column, last);
    }

    @Override
    public Bound bind(T a, T b, T c) {
        Call[] calls = new Call[columns.length];
        for (int i = 0; i < calls.length; i++) {
            Column column = columns[i];
            int rows = column.kind.rows();
            TileOperands operands = new TileOperands(k, column.last)
                    .a(a, k, rows * k)
                    .b(b, n, 0)
                    .c(c, n, rows * n);
            int cOffset = column.row * n + column.column;
            calls[i] = new Call(column, operands, column.count, column.row * k, column.column, cOffset);
        }
        return (aAt, bAt, cAt) -> {
            for (Call call : calls) {
                call.run(aAt, bAt, cAt);
            }
        };
    }

    @Override
    public boolean warmUp() {
        List<TileKind> cold = new ArrayList<>(0);
        for (Column column : columns) {
            if (column.kernel == null) {
                cold.add(column.kind);
            }
        }
        return tiles.warmUp(cold);
    }
}
