package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.KernelArguments;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A device whose peak is measured, by whichever driver. All that it is given it does one after the other, and each call returns
 * when that is done. It owns the code that it has built.
 *
 * @param <B> the driver's buffers
 */
public interface ProbedDevice<B extends Handle> extends Handle {
    /** Its name, for messages. */
    String name();

    /** Bytes of its last cache; 0 where the driver does not tell. */
    long cacheBytes();

    /**
     * A kernel with arguments of its own.
     *
     * @param code is built where it is not built yet
     * @param owner of the kernel
     * @throws BackendException when there is no such code for the device, or its compiler refuses it
     */
    ProbeKernel<B> kernel(KernelCode code, String name, Handles owner);

    /** A buffer of so many bytes, not initialised. */
    B buffer(long bytes, Handles owner);

    /** Memory of the host that stays where it is, so many bytes, not initialised. */
    ByteBuffer pin(int bytes, Handles owner);

    /** Copies a matrix to a buffer of its size. */
    void write(Matrix from, B to);

    /** Copies a buffer to a matrix of its size, which is overwritten. */
    void read(B from, Matrix to);

    /** Copies all of the host's memory, which is direct, to the beginning of a buffer. */
    void upload(ByteBuffer from, B to);

    /** Copies from a buffer, from that byte on, as much as the host's memory takes, which is direct. */
    void download(B from, long offset, ByteBuffer to);

    /** Fills a buffer with a number of 32 bits over and over. */
    void fill(B buffer, float element);

    /**
     * Measures.
     *
     * @return empty where the device finds no memory for it
     * @throws BackendException when its driver fails, with what it says
     */
    <T> Optional<T> attempt(Supplier<T> measurement);

    /**
     * A kernel, and how it is launched.
     *
     * @param <B> the driver's buffers
     */
    interface ProbeKernel<B> extends KernelArguments<B> {
        /** The largest power of two that is at most so many work-items of a group, and that it can be launched with. */
        int groupItems(int most);

        /** Seconds from its launch on {@code groups} work-groups of {@code groupItems} until its end is known. */
        double seconds(long groups, int groupItems);
    }

    /** What is told of a failure. */
    default BackendException failure(String reason, RuntimeException cause) {
        return new BackendException("what %s can do at most cannot be measured: %s".formatted(name(), reason), cause);
    }
}
