package dev.santoku.backend.opencl.handle;

/**
 * A kernel that is given its arguments, by whichever driver.
 *
 * @param <B> the driver's buffers
 */
public interface KernelArguments<B> {
    /** Sets an argument, counted from 0, to a number of 32 bits. */
    void set(int index, int number);

    /** Sets an argument, counted from 0, to a buffer. */
    void set(int index, B buffer);
}
