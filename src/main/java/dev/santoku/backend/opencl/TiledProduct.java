package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.RowProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.Windows;

/** A product that the device cannot hold at once: all of it, transfers included, is in {@code compute}. */
final class TiledProduct extends AbstractProduct {
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final Device device;
    private Tiles tiles;
    private String ranOn;

    /** What computes tiles. */
    interface Device {
        /** Prepares a panel of B. */
        RowProduct upload(Shape shape, Matrix a, Matrix b, Matrix c);

        /**
         * Tiles that take at most half of those that found no memory.
         *
         * @param refusal is thrown again where there are none, or where memory was not the cause
         */
        Tiles smaller(Tiles tiles, BackendException refusal);
    }

    TiledProduct(Matrix a, Matrix b, Tiles tiles, Device device) {
        super(tiles.shape());
        this.a = a;
        this.b = b;
        this.tiles = tiles;
        this.device = device;
        this.c = Matrix.zeros(a.precision().storage(), shape().m(), shape().n());
    }

    @Override
    protected void run() {
        while (true) {
            try {
                runTiles();
                return;
            } catch (BackendException refusal) {
                tiles = device.smaller(tiles, refusal);
            }
        }
    }

    private void runTiles() {
        for (int column = 0; column < shape().n(); column += tiles.columns()) {
            int columns = Math.min(tiles.columns(), shape().n() - column);
            Matrix sums = Matrix.zeros(c.precision(), shape().m(), columns);
            for (int depth = 0; depth < shape().k(); depth += tiles.depth()) {
                int slab = Math.min(tiles.depth(), shape().k() - depth);
                runPanel(column, depth, slab, sums);
                if (depth == 0) {
                    Windows.paste(c, column, sums);
                } else {
                    Windows.add(c, column, sums);
                }
            }
        }
    }

    private void runPanel(int column, int depth, int slab, Matrix sums) {
        Matrix columnsOfA = slab == shape().k() ? a : Windows.cut(a, 0, shape().m(), depth, slab);
        Matrix panel = Windows.cut(b, depth, slab, column, sums.columns());
        Shape ofPanel = new Shape(shape().m(), sums.columns(), slab);
        try (RowProduct product = device.upload(ofPanel, columnsOfA, panel, sums)) {
            for (int row = 0; row < shape().m(); row += tiles.rows()) {
                product.compute(row, Math.min(tiles.rows(), shape().m() - row));
            }
            ranOn = product.ranOn();
        }
    }

    @Override
    protected Matrix download() {
        return c;
    }

    @Override
    protected void fillWithNaN() {
        c.fill(Double.NaN);
    }

    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {
        // Buffers go with each panel.
    }
}
