package dev.santoku.backend.opencl.handle;

import dev.santoku.matrix.Matrix;

/**
 * A kernel that is given its arguments, by whichever driver.
 *
 * @param <B> the driver's buffers
 */
public interface KernelArguments<B> {
    /** Sets an argument, counted from 0, to a number of 32 bits. */
    void set(int index, int number);

    /** Sets an argument, counted from 0, to the number that a one-element matrix holds. */
    void set(int index, Matrix element);

    /** Sets an argument, counted from 0, to a buffer. */
    void set(int index, B buffer);
}
