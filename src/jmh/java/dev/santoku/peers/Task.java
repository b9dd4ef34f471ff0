package dev.santoku.peers;

import dev.santoku.matrix.Matrix;

/** One product, ready to be computed. */
interface Task extends AutoCloseable {
    /** Computes it; returns when it is finished. */
    void compute();

    /** The product that was computed last. */
    Matrix result();

    @Override
    default void close() {}
}
