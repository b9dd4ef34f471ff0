package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.MicroKernel;
import org.objectweb.asm.Opcodes;

/** What the code of a kernel names differently for each element type. */
enum ElementType {
    FLOAT(float.class, "Float", "F", Float.BYTES, Opcodes.FALOAD),
    DOUBLE(double.class, "Double", "D", Double.BYTES, Opcodes.DALOAD);

    private static final String PACKAGE = "jdk/incubator/vector/";

    private final Class<?> type;
    private final String name;
    private final String descriptor;
    private final int bytes;
    private final int load;

    ElementType(Class<?> type, String name, String descriptor, int bytes, int load) {
        this.type = type;
        this.name = name;
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.load = load;
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

    int bytes() {
        return bytes;
    }

    /** The internal name of the vector class. */
    String vector() {
        return PACKAGE + name + "Vector";
    }

    /** The descriptor of the vector class. */
    String vectorDescriptor() {
        return "L" + vector() + ";";
    }

    /** The descriptor of an element. */
    String element() {
        return descriptor;
    }

    /** The descriptor, and the internal name, of an array. */
    String array() {
        return "[" + descriptor;
    }

    /** The instruction that loads an element from an array. */
    int loadInstruction() {
        return load;
    }
}
