package dev.santoku.yardstick;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory for the elements of a matrix, on whole cache lines. */
final class NativeMemory implements AutoCloseable {
    private static final int CACHE_LINE = 64;

    private final BytePointer allocation;
    private final Pointer block;
    private final Pointer elements;
    private final long bytes;
    private final int elementBytes;

    /**
     * Allocates as much as a matrix takes.
     *
     * @throws OutOfMemoryError when the system has no more
     */
    NativeMemory(Matrix matrix) {
        this.elementBytes = HostMemory.elementBytes(matrix);
        this.bytes = (long) matrix.rows() * matrix.columns() * elementBytes;
        this.allocation = new BytePointer(bytes + CACHE_LINE);
        long beyond = allocation.address() % CACHE_LINE;
        this.block = allocation.getPointer(beyond == 0 ? 0 : CACHE_LINE - beyond);
        this.elements = matrix instanceof FloatMatrix ? new FloatPointer(block) : new DoublePointer(block);
    }

    /** Where an element lies, the first at a multiple of 64 bytes; the same pointer each time. */
    Pointer at(long element) {
        return elements.position(element);
    }

    /** The address of an element. */
    long address(long element) {
        return block.address() + element * elementBytes;
    }

    /** Copies all elements of a matrix like that which this memory is for; those of a reduced one in their own format. */
    void write(Matrix from) {
        if (from.precision().isReduced()) {
            float[] floats = ((FloatMatrix) from).elements();
            Encoding.of(from.precision()).write(floats, 0, floats.length, new com.sun.jna.Pointer(address(0)), 0);
        } else if (from instanceof FloatMatrix floats) {
            ((FloatPointer) at(0)).put(floats.elements());
        } else {
            ((DoublePointer) at(0)).put(((DoubleMatrix) from).elements());
        }
    }

    /** Overwrites all elements of such a matrix. */
    void read(Matrix to) {
        if (to instanceof FloatMatrix floats) {
            ((FloatPointer) at(0)).get(floats.elements());
        } else {
            ((DoublePointer) at(0)).get(((DoubleMatrix) to).elements());
        }
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
