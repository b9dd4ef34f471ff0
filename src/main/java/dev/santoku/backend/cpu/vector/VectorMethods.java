package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Method;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/** The methods of the Vector API that kernels call, of the class for one element type. */
record VectorMethods(Method zero, Method fromArray, Method broadcast, Method fma, Method intoArray) {
    static VectorMethods of(ElementType element) {
        Class<?> vector = element.vector();
        return new VectorMethods(
                Emitter.method(vector, "zero", VectorSpecies.class),
                Emitter.method(vector, "fromArray", VectorSpecies.class, element.array(), int.class),
                Emitter.method(vector, "broadcast", VectorSpecies.class, element.type()),
                Emitter.method(vector, "fma", Vector.class, Vector.class),
                Emitter.method(vector, "intoArray", element.array(), int.class));
    }
}
