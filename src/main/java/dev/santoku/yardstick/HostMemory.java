package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;

/** Memory outside Java's heap for the elements of a matrix, on whole cache lines, by JNA. */
final class HostMemory implements AutoCloseable {
    private static final int CACHE_LINE = 64;

    /** Every bit is set: as {@code float} and as {@code double} that is NaN. */
    static final byte NAN_BYTE = (byte) 0xFF;

    /** Four of them are an {@code int} that no sum of i8 reaches, so it stands for NaN. */
    static final byte UNWRITTEN_BYTE = (byte) 0x80;

    private static final int UNWRITTEN_INTEGER = 0x8080_8080;

    private final Memory allocation;
    private final Pointer elements;
    private final long bytes;
    private final int elementBytes;

    /** Elements from the start of a row to that of the next. */
    private final int pitch;

    /**
     * Allocates as much as a matrix takes.
     *
     * @throws OutOfMemoryError when the system has no more
     */
    HostMemory(Matrix matrix) {
        this(matrix, 1);
    }

    /**
     * The same, with rows filled up with zeros.
     *
     * @param multiple of elements that a row takes
     */
    HostMemory(Matrix matrix, int multiple) {
        elementBytes = elementBytes(matrix);
        pitch = pitch(matrix.columns(), multiple);
        bytes = (long) matrix.rows() * pitch * elementBytes;
        allocation = new Memory(bytes + CACHE_LINE);
        long beyond = Pointer.nativeValue(allocation) % CACHE_LINE;
        elements = allocation.share(beyond == 0 ? 0 : CACHE_LINE - beyond, bytes);
    }

    /** Of one element where it lies outside Java. */
    static int elementBytes(Matrix matrix) {
        return matrix.precision().isReduced()
                ? Encoding.of(matrix.precision()).bytes()
                : matrix.precision().bytes();
    }

    /** Elements from the start of a row to that of the next, a multiple of some. */
    static int pitch(int columns, int multiple) {
        return Math.toIntExact(((long) columns + multiple - 1) / multiple * multiple);
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

    /** Copies all elements of a matrix like that which this memory is for; those of a reduced one in their own format. */
    void write(Matrix from) {
        if (from.precision().isReduced()) {
            encode((FloatMatrix) from);
        } else if (from instanceof FloatMatrix floats) {
            elements.write(0, floats.elements(), 0, floats.elements().length);
        } else {
            double[] doubles = ((DoubleMatrix) from).elements();
            elements.write(0, doubles, 0, doubles.length);
        }
    }

    private void encode(FloatMatrix from) {
        Encoding encoding = Encoding.of(from.precision());
        int columns = from.columns();
        if (pitch != columns) {
            fillWithZeros();
        }
        for (int row = 0; row < from.rows(); row++) {
            encoding.write(from.elements(), row * columns, columns, elements, (long) row * pitch * elementBytes);
        }
    }

    /** Overwrites all elements of a matrix of {@code float} with those of {@code int} that lie here; NaN where none was written. */
    void readIntegers(FloatMatrix to) {
        int columns = to.columns();
        int[] sums = new int[columns];
        for (int row = 0; row < to.rows(); row++) {
            elements.read((long) row * columns * Integer.BYTES, sums, 0, columns);
            for (int column = 0; column < columns; column++) {
                to.elements()[row * columns + column] = sums[column] == UNWRITTEN_INTEGER ? Float.NaN : sums[column];
            }
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
        elements.setMemory(0, bytes, NAN_BYTE);
    }

    @Override
    public void close() {
        allocation.close();
    }
}
