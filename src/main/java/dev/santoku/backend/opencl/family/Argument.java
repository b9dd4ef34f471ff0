package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.KernelArguments;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;

/** What a kernel takes: a number, or one of the product's buffers. */
public sealed interface Argument {
    /** Sets it as a kernel's argument of that index, counted from 0. */
    <B> void set(KernelArguments<B> kernel, int index, Map<String, B> buffers);

    /** A number of 32 bits, an {@code int} or {@code uint} of OpenCL C. */
    static Argument of(int number) {
        return new Value(number);
    }

    /** A buffer: {@link LaunchPlan#A}, {@link LaunchPlan#B}, {@link LaunchPlan#C} or a plan's scratch. */
    static Argument of(String buffer) {
        return new Operand(buffer);
    }

    /** What a kernel that computes the whole product takes: m, n, k, A, B, C. */
    static List<Argument> product(Shape shape) {
        return List.of(
                of(shape.m()), of(shape.n()), of(shape.k()), of(LaunchPlan.A), of(LaunchPlan.B), of(LaunchPlan.C));
    }

    /** See {@link Argument#of(int)}. */
    record Value(int value) implements Argument {
        @Override
        public <B> void set(KernelArguments<B> kernel, int index, Map<String, B> buffers) {
            kernel.set(index, value);
        }
    }

    /** See {@link Argument#of(String)}. */
    record Operand(String buffer) implements Argument {
        @Override
        public <B> void set(KernelArguments<B> kernel, int index, Map<String, B> buffers) {
            kernel.set(index, buffers.get(buffer));
        }
    }
}
