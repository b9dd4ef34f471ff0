package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How one product is computed: launches that run one after the other, and the scratch buffers between them.
 *
 * @param precision what it computes in
 * @param scratch buffers besides A, B and C; their contents are lost between two products
 * @param steps at least one, in their order
 */
record Plan(Precision precision, List<Scratch> scratch, List<Step> steps) {
    /** The name of the buffer that holds A. */
    static final String A = "a";

    /** The name of the buffer that holds B. */
    static final String B = "b";

    /** The name of the buffer that holds C. */
    static final String C = "c";

    Plan {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a plan without a step");
        }
        scratch = List.copyOf(scratch);
        steps = List.copyOf(steps);
    }

    /** A plan of one launch without scratch. */
    static Plan of(Precision precision, Step step) {
        return new Plan(precision, List.of(), List.of(step));
    }

    /** The same for as many products at once, in as many launches. */
    Plan inBatch(int products) {
        return products == 1
                ? this
                : new Plan(
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

    /** The largest group of all steps, in work-items. */
    int groupItems() {
        return steps.stream().mapToInt(Step::groupItems).max().orElseThrow();
    }

    /** The most local memory that a group of any step takes. */
    long localBytes() {
        return steps.stream().mapToLong(Step::localBytes).max().orElseThrow();
    }

    /** All scratch together. */
    long scratchBytes() {
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
