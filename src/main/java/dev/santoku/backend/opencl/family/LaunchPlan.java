package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.KernelArguments;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How one product is computed: launches that run one after the other, and the scratch buffers between them.
 *
 * @param precision what it computes in
 * @param scratch buffers besides A, B and C; their contents are lost between two products
 * @param steps at least one, in their order
 */
public record LaunchPlan(Precision precision, List<Scratch> scratch, List<KernelLaunch> steps) {
    /** The name of the buffer that holds A. */
    public static final String A = "a";

    /** The name of the buffer that holds B. */
    public static final String B = "b";

    /** The name of the buffer that holds C. */
    public static final String C = "c";

    public LaunchPlan {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a plan without a step");
        }
        scratch = List.copyOf(scratch);
        steps = List.copyOf(steps);
    }

    /** A plan of one launch without scratch. */
    public static LaunchPlan of(Precision precision, KernelLaunch step) {
        return new LaunchPlan(precision, List.of(), List.of(step));
    }

    /** The same for as many products at once, in as many launches. */
    LaunchPlan inBatch(int products) {
        return products == 1
                ? this
                : new LaunchPlan(
                        precision,
                        scratch.stream()
                                .map(each -> new Scratch(each.name(), products * each.bytes()))
                                .toList(),
                        steps.stream().map(step -> step.inBatch(products)).toList());
    }

    /** Groups that cover C in blocks, counted row by row; at most m·n. */
    static long blocks(Shape shape, int blockM, int blockN) {
        return ceilingDivide(shape.m(), blockM) * ceilingDivide(shape.n(), blockN);
    }

    /** One number over another, rounded up. */
    static long ceilingDivide(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** The largest power of two up to {@code most}, a power of two itself, that divides both. */
    static int commonPower(int most, int one, int other) {
        return Math.min(most, Integer.lowestOneBit(one | other));
    }

    /** The largest group of all steps, in work-items. */
    int groupItems() {
        return steps.stream().mapToInt(KernelLaunch::groupItems).max().orElseThrow();
    }

    /** The most local memory that a group of any step takes. */
    long localBytes() {
        return steps.stream().mapToLong(KernelLaunch::localBytes).max().orElseThrow();
    }

    /**
     * Sets the arguments of kernels.
     *
     * @param kernels one of each step, in their order
     * @param buffers by name
     */
    public <B> void bind(List<? extends KernelArguments<B>> kernels, Map<String, B> buffers) {
        for (int step = 0; step < kernels.size(); step++) {
            List<Argument> arguments = steps.get(step).arguments();
            for (int index = 0; index < arguments.size(); index++) {
                arguments.get(index).set(kernels.get(step), index, buffers);
            }
        }
    }

    /** All scratch together. */
    public long scratchBytes() {
        return scratch.stream().mapToLong(Scratch::bytes).sum();
    }

    @Override
    public String toString() {
        return steps.stream()
                .map(step ->
                        "%s of %s, %d × %d".formatted(step.kernel(), step.code(), step.groups(), step.groupItems()))
                .collect(Collectors.joining("; "));
    }
}
