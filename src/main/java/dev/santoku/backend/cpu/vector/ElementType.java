package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.MicroKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** What a kernel is made of differently for each element type. */
enum ElementType {
    FLOAT(float.class, FloatVector.class, Float.BYTES),
    DOUBLE(double.class, DoubleVector.class, Double.BYTES);

    private final Class<?> type;
    private final Class<?> vector;
    private final int bytes;

    ElementType(Class<?> type, Class<?> vector, int bytes) {
        this.type = type;
        this.vector = vector;
        this.bytes = bytes;
    }

    /** Elements of this type in a vector. */
    int lanes(int bits) {
        return bits / Byte.SIZE / bytes;
    }

    /** Elements of a slice of a packed A. */
    int slice() {
        return MicroKernel.SLICE_BYTES / bytes;
    }

    Class<?> type() {
        return type;
    }

    /** {@code float[]} or {@code double[]}. */
    Class<?> array() {
        return type.arrayType();
    }

    /** The class of the Vector API. */
    Class<?> vector() {
        return vector;
    }

    int bytes() {
        return bytes;
    }
}
