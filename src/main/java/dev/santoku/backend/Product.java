package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;

/** One product C = A·B on a device, or a batch of them: it owns the buffers. */
public interface Product extends AutoCloseable {
    /** m, n, k, and how many products. */
    Shape shape();

    /**
     * Computes C where it lives; returns when it is finished. May be called again.
     *
     * @throws WrongProductException when it verifies what it computes, and that is wrong
     * @throws BackendException when the device fails
     * @throws java.util.concurrent.CancellationException when cancelled
     * @throws IllegalStateException when closed
     */
    void compute();

    /**
     * Downloads C, that of a batch as (batch·m)×n. The matrix is the product's own and lives on after {@link #close()}; a later {@link #compute()} or
     * {@link #poison()} may change it.
     *
     * @throws IllegalStateException when closed
     */
    Matrix result();

    /** Sets all of C to NaN where it lives, so that an element which {@link #compute()} leaves out shows. */
    void poison();

    /**
     * The name of the device that really ran the last {@link #compute()}, as far as the driver tells. Anything that is not
     * the multiplier's {@link Multiplier#isOwn own} means that the product was computed elsewhere.
     *
     * @throws IllegalStateException before the first {@link #compute()}, or when closed
     */
    String ranOn();

    /**
     * Has it stop as soon as it can: it hands out no more tiles, nor products of a batch. What a device has already in its queue ends
     * first. Any thread may call it. The {@link #compute()} that is stopped, and whatever is called later but {@link #close()}, throws
     * a {@link java.util.concurrent.CancellationException}; C may hold anything. Other products go on.
     */
    void cancel();

    /** Releases the buffers; waits for {@link #compute()} where that runs. Closing twice is allowed. */
    @Override
    void close();
}
