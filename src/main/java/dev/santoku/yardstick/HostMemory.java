package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;

/** Memory outside Java's heap for the elements of a matrix, on whole cache lines, by JNA. */
final class HostMemory implements AutoCloseable {
    private static final int CACHE_LINE = 64;
    private static final byte ALL_BITS = (byte) 0xFF;

    private final Memory allocation;
    private final Pointer elements;
    private final long bytes;
    private final int elementBytes;

    /**
     * Allocates as much as a matrix takes.
     *
     * @throws OutOfMemoryError when the system has no more
     */
    HostMemory(Matrix matrix) {
        elementBytes = matrix.precision().bytes();
        bytes = (long) matrix.rows() * matrix.columns() * elementBytes;
        allocation = new Memory(bytes + CACHE_LINE);
        long beyond = Pointer.nativeValue(allocation) % CACHE_LINE;
        elements = allocation.share(beyond == 0 ? 0 : CACHE_LINE - beyond, bytes);
    }

    /** The address of an element, the first at a multiple of 64 bytes. */
    long address(long element) {
        return Pointer.nativeValue(elements) + element * elementBytes;
    }

    /** Where the elements lie; valid until this is closed. */
    Pointer pointer() {
        return elements;
    }

    /** Of all elements. */
    long bytes() {
        return bytes;
    }

    /** Copies all elements of a matrix like that which this memory is for. */
    void write(Matrix from) {
        if (from instanceof FloatMatrix floats) {
            elements.write(0, floats.elements(), 0, floats.elements().length);
        } else {
            double[] doubles = ((DoubleMatrix) from).elements();
            elements.write(0, doubles, 0, doubles.length);
        }
    }

    /** Overwrites all elements of such a matrix. */
    void read(Matrix to) {
        if (to instanceof FloatMatrix floats) {
            elements.read(0, floats.elements(), 0, floats.elements().length);
        } else {
            double[] doubles = ((DoubleMatrix) to).elements();
            elements.read(0, doubles, 0, doubles.length);
        }
    }

    /** Writes zeros, so that the system has given the pages before a clock runs. */
    void fillWithZeros() {
        elements.setMemory(0, bytes, (byte) 0);
    }

    /** Sets every bit: as {@code float} and as {@code double} that is NaN. */
    void fillWithNaN() {
        elements.setMemory(0, bytes, ALL_BITS);
    }

    @Override
    public void close() {
        allocation.close();
    }
}
