package dev.santoku.backend.cpu.vector;

import org.objectweb.asm.Opcodes;

/** What the code of a kernel names differently for each element type. */
enum Lane {
    FLOAT("Float", "F", Float.BYTES, Opcodes.FALOAD),
    DOUBLE("Double", "D", Double.BYTES, Opcodes.DALOAD);

    private static final String PACKAGE = "jdk/incubator/vector/";

    private final String name;
    private final String descriptor;
    private final int bytes;
    private final int load;

    Lane(String name, String descriptor, int bytes, int load) {
        this.name = name;
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.load = load;
    }

    /** Elements of this type in a vector. */
    int lanes(int bits) {
        return bits / Byte.SIZE / bytes;
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
