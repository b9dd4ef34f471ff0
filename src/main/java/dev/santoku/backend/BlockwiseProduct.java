package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.Window;
import java.util.Optional;

/**
 * A product of matrices outside of the heap, for a back end that reads arrays. A panel of B is copied to the heap, then block by block
 * the rows of A; the blocks of C are copied back. B is copied once for each call, A once for each panel.
 */
final class BlockwiseProduct extends RowProduct {
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final HeapBlocks blocks;
    private final Upload upload;
    private volatile Optional<Panel> panel = Optional.empty();
    private volatile String ranOn;

    /** Prepares the product of matrices on the heap. Rows of A are read when they are computed. */
    @FunctionalInterface
    interface Upload {
        RowProduct upload(Shape shape, Matrix a, Matrix b, Matrix c);
    }

    /** The matrices on the heap, and their product. */
    private record Panel(int column, Matrix a, Matrix b, Matrix c, RowProduct product) {}

    /**
     * Copies nothing yet.
     *
     * @param a m×k
     * @param b k×n
     * @param c m×n; gets the rows that are computed
     */
    BlockwiseProduct(Shape shape, Matrix a, Matrix b, Matrix c, HeapBlocks blocks, Upload upload) {
        super(shape, c);
        this.a = a;
        this.b = b;
        this.c = c;
        this.blocks = blocks;
        this.upload = upload;
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        for (int column = 0;
                column < shape().n() && !isCancelled();
                column += Math.min(blocks.columns(), shape().n() - column)) {
            Panel current = panelAt(column);
            for (int row = 0; row < rows && !isCancelled(); row += Math.min(blocks.rows(), rows - row)) {
                runBlock(current, fromRow + row, Math.min(blocks.rows(), rows - row));
            }
        }
    }

    private void runBlock(Panel current, int row, int rows) {
        Window ofA = Window.of(current.a).part(0, rows, 0, shape().k());
        Window ofC = Window.of(current.c).part(0, rows, 0, current.c.columns());
        ofA.paste(new Window(a, row, 0, rows, shape().k()));
        current.product.compute(0, rows);
        ranOn = current.product.ranOn();
        new Window(c, row, current.column, rows, ofC.columns()).paste(ofC);
    }

    private Panel panelAt(int column) {
        if (panel.isEmpty() || panel.get().column != column) {
            panel = Optional.of(replaced(column));
        }
        return panel.get();
    }

    /** Matrices of the panel before are used again where they are as large, so that the heap holds one panel at a time. */
    private Panel replaced(int column) {
        int columns = Math.min(blocks.columns(), shape().n() - column);
        Optional<Panel> alike = panel.filter(before -> before.b.columns() == columns);
        Matrix ofA = panel.map(Panel::a).orElseGet(() -> Matrix.zeros(a.precision(), blocks.rows(), shape().k()));
        release();
        Matrix ofB = alike.map(Panel::b).orElseGet(() -> Matrix.zeros(b.precision(), shape().k(), columns));
        Matrix ofC = alike.map(Panel::c).orElseGet(() -> Matrix.zeros(c.precision(), blocks.rows(), columns));
        Window.of(ofB).paste(new Window(b, 0, column, shape().k(), columns));
        Shape block = new Shape(blocks.rows(), columns, shape().k());
        return new Panel(column, ofA, ofB, ofC, upload.upload(block, ofA, ofB, ofC));
    }

    /** {@inheritDoc} A panel that is all of B stays. */
    @Override
    protected void forgetB() {
        panel.ifPresent(current -> current.product.begin());
    }

    @Override
    protected void stop() {
        Optional<Panel> current = panel;
        current.ifPresent(running -> running.product.cancel());
    }

    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {
        panel.ifPresent(current -> current.product.close());
        panel = Optional.empty();
    }
}
