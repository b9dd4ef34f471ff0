package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.WholeKernel;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    private record Column(TileKind kind, int count, int row, int column, int last) {}

    /** All tiles of a column, with the arrays that they lie in. */
    private static final class Call {
        private final Tiles tiles;
        private final TileKind kind;
        private final TileOperands operands;
        private final int count;
        private final int aOffset;
        private final int bOffset;
        private final int cOffset;

        /** Null as long as the one in plain Java computes. */
        private TileKernel kernel;

        Call(Tiles tiles, Column column, TileOperands operands, int aOffset, int cOffset) {
            this.tiles = tiles;
            this.operands = operands;
            this.aOffset = aOffset;
            this.cOffset = cOffset;
            kind = column.kind;
            count = column.count;
            bOffset = column.column;
        }

        void run(int aAt, int bAt, int cAt) {
            TileKernel now = kernel;
            if (now == null) {
                boolean stays = tiles.isReady(kind);
                now = tiles.quickest(kind);
                kernel = stays ? now : null;
            }
            now.multiply(operands, count, aAt + aOffset, bAt + bOffset, 0, cAt + cOffset);
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
        return new Column(kind, count, row, column, last);
    }

    @Override
    public Bound bind(T a, T b, T c) {
        List<Call> list = new ArrayList<>();
        for (Column column : columns) {
            int rows = column.kind.rows();
            TileOperands operands = new TileOperands(k, column.last)
                    .a(a, k, rows * k)
                    .b(b, n, 0)
                    .c(c, n, rows * n);
            list.add(new Call(tiles, column, operands, column.row * k, column.row * n + column.column));
        }
        Call[] calls = list.toArray(Call[]::new);
        return (aAt, bAt, cAt) -> {
            for (Call call : calls) {
                call.run(aAt, bAt, cAt);
            }
        };
    }

    @Override
    public boolean warmUp() {
        return tiles.warmUp(Stream.of(columns).map(Column::kind).toList());
    }
}
