package dev.santoku.backend;

import dev.santoku.matrix.Matrix;

/**
 * An opened back end: it owns what outlives one product. Several products may be alive at once, and be computed from
 * several threads.
 */
public interface Multiplier extends AutoCloseable {
    /** The device that it was opened on. */
    Device device();

    /**
     * Checks the shapes, acquires the buffers, uploads A and B.
     *
     * @param a m×k; not modified, and not to be modified while the product is open
     * @param b k×n; likewise
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws IllegalStateException when closed
     */
    Product prepare(Matrix a, Matrix b);

    /** Releases all, products still open included. Closing twice is allowed. */
    @Override
    void close();
}
