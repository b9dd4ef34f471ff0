package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import java.util.Iterator;

/**
 * A column-major matrix on the device of {@link FakeCuda}, whose elements are of a type of CUDA's {@code library_types.h}.
 *
 * @param pitch elements of a column, gaps included
 * @param stride elements from one product's matrix to the next one's
 */
record FakeMatrix(Pointer memory, int type, int pitch, long stride, long first) {
    static final int F32 = 0;
    static final int F64 = 1;
    static final int F16 = 2;
    static final int I8 = 3;
    static final int I32 = 10;
    static final int BF16 = 14;

    /** The next arguments of a call. */
    static FakeMatrix next(Iterator<Object> arguments, boolean typed, boolean strided, int otherwise) {
        Pointer memory = (Pointer) arguments.next();
        int type = typed ? (int) arguments.next() : otherwise;
        int pitch = (int) arguments.next();
        return new FakeMatrix(memory, type, pitch, strided ? (long) arguments.next() : 0, 0);
    }

    /** The lines of cuBLAS's table of supported types that we use. */
    static boolean fit(FakeMatrix a, FakeMatrix b, FakeMatrix c, int computing) {
        return a.type == b.type
                && switch (computing) {
                    case 68 -> (a.type == F16 || a.type == BF16) && c.type == F32;
                    case 72 -> a.type == I8 && c.type == I32 && a.pitch % 4 == 0 && b.pitch % 4 == 0;
                    case 77 -> a.type == F32 && c.type == F32;
                    default -> false;
                };
    }

    /** One of a batch. */
    FakeMatrix product(int index) {
        return new FakeMatrix(memory, type, pitch, stride, index * stride);
    }

    double at(int row, int column) {
        long element = first + row + (long) column * pitch;
        return switch (type) {
            case F64 -> memory.getDouble(8 * element);
            case F16 -> EncodingTest.ofF16(memory.getShort(2 * element) & 0xFFFF);
            case BF16 -> Float.intBitsToFloat(memory.getShort(2 * element) << 16);
            case I8 -> memory.getByte(element);
            default -> memory.getFloat(4 * element);
        };
    }

    void set(int row, int column, double sum) {
        long element = first + row + (long) column * pitch;
        switch (type) {
            case F64 -> memory.setDouble(8 * element, sum);
            case I32 -> memory.setInt(4 * element, (int) sum);
            default -> memory.setFloat(4 * element, (float) sum);
        }
    }
}
