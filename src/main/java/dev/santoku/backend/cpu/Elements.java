package dev.santoku.backend.cpu;

import dev.santoku.matrix.Matrix;

/**
 * What the five loops need to know about an array type: how to make one. Everything else is written once
 * for both.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
interface Elements<T> {
    /** An array of zeros. */
    T allocate(int length);

    /** Bytes of an element. */
    int bytes();

    /** The array that holds a matrix of this type. */
    T of(Matrix matrix);
}
