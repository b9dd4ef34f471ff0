package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.Objects;
import java.util.Optional;

/**
 * A product whose rows are computed in blocks, in any order, into a matrix of the caller's. B is uploaded once; of A and C what a
 * block needs travels with it.
 */
public abstract class RowProduct extends AbstractProduct {
    private final Matrix c;

    /** @param c m×n; gets the rows that are computed */
    protected RowProduct(Shape shape, Matrix c) {
        super(shape);
        this.c = c;
    }

    /**
     * Computes a block of rows. They stand in C when it returns; the other rows of C are not touched.
     *
     * @param fromRow from 0
     * @param rows from 1 to m − fromRow
     * @throws UnsupportedProductException when the device cannot hold such a block
     * @throws BackendException when the device fails; the rows may then hold anything
     * @throws IllegalStateException when closed
     */
    public final synchronized void compute(int fromRow, int rows) {
        checkOpen();
        Objects.checkFromIndexSize(fromRow, rows, shape().m());
        runRows(fromRow, rows);
        markComputed();
    }

    /**
     * How long the last block travelled.
     *
     * @return empty where nothing travels
     */
    public Optional<Travel> travel() {
        return Optional.empty();
    }

    /**
     * A block on its way, in seconds.
     *
     * @param upload its rows of A to the device
     * @param download its rows of C back
     */
    public record Travel(double upload, double download) {
        /** Together with another one. */
        public Travel and(Travel other) {
            return new Travel(upload + other.upload, download + other.download);
        }
    }

    /**
     * Begins the product anew: what was made of B for blocks before is made again, as each product of its own would.
     *
     * @throws IllegalStateException when closed
     */
    public final synchronized void begin() {
        checkOpen();
        forgetB();
    }

    @Override
    protected final void run() {
        forgetB();
        runRows(0, shape().m());
    }

    /** Forgets what was made of B. */
    protected void forgetB() {}

    @Override
    protected final Matrix download() {
        return c;
    }

    @Override
    protected final void fillWithNaN() {
        c.fill(Double.NaN);
    }

    /** Computes rows and brings them to C. */
    protected abstract void runRows(int fromRow, int rows);
}
