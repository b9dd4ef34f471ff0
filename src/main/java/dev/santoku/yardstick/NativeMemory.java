package dev.santoku.yardstick;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A block of native memory on whole cache lines. */
final class NativeMemory implements AutoCloseable {
    private static final int CACHE_LINE = 64;

    private final BytePointer allocation;
    private final Pointer block;
    private final long bytes;

    /**
     * Allocates.
     *
     * @param bytes at least 1
     * @throws OutOfMemoryError when the system has no more
     */
    NativeMemory(long bytes) {
        this.bytes = bytes;
        allocation = new BytePointer(bytes + CACHE_LINE);
        long beyond = allocation.address() % CACHE_LINE;
        block = allocation.getPointer(beyond == 0 ? 0 : CACHE_LINE - beyond);
    }

    /** Where it begins: at a multiple of 64. */
    Pointer start() {
        return block;
    }

    /** Writes zeros, so that the system has given the pages before a clock runs. */
    void fillWithZeros() {
        Pointer.memset(block, 0, bytes);
    }

    /** Sets every bit: as {@code float} and as {@code double} that is NaN. */
    void fillWithNaN() {
        Pointer.memset(block, 0xFF, bytes);
    }

    @Override
    public void close() {
        allocation.close();
    }
}
