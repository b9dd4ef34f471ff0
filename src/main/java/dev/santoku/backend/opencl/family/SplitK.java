package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;

/**
 * How k is cut where the blocks of C are too few to fill a device: each slice leaves its share of C in scratch, and
 * {@code sum_slices}, a kernel of the same file, adds the shares.
 *
 * @param count 1 for no cut
 * @param depth of a slice, the last of which may be shallower
 */
record SplitK(int count, int depth) {
    /** Slices are at least this deep, else adding their shares up costs more than they save. */
    private static final int SHALLOWEST = 256;

    private static final int MOST = 64;
    private static final int GROUPS_PER_UNIT = 2;
    private static final int SUMS_PER_GROUP = 256;
    private static final String SHARES = "shares";

    /**
     * As many as bring two groups to each compute unit, if their shares fit beside A, B and C.
     *
     * @param groups without slices
     * @param step a slice's depth is a multiple of it
     */
    static SplitK of(DeviceLimits limits, Precision precision, Shape shape, long groups, int step) {
        long wanted = LaunchPlan.ceilingDivide((long) GROUPS_PER_UNIT * limits.computeUnits(), groups);
        long shareBytes = (long) shape.m() * shape.n() * precision.bytes();
        long most = Math.min(
                Math.min(wanted, Math.min(MOST, shape.k() / SHALLOWEST)),
                Math.min(
                        limits.memory().allocationBytes() / shareBytes,
                        (limits.memory().totalBytes() - shape.bytes(precision)) / shareBytes));
        if (groups >= limits.computeUnits() || most < 2) {
            return new SplitK(1, shape.k());
        }
        int depth = Math.toIntExact(LaunchPlan.ceilingDivide(LaunchPlan.ceilingDivide(shape.k(), most), step) * step);
        return new SplitK(Math.toIntExact(LaunchPlan.ceilingDivide(shape.k(), depth)), depth);
    }

    /** Where a slice writes: C itself if it is the only one. */
    Argument target() {
        return Argument.of(count == 1 ? LaunchPlan.C : SHARES);
    }

    /** What a kernel that computes a slice of the product takes: m, n, k, the slice's depth, A, B, where it writes. */
    List<Argument> arguments(Shape shape) {
        return List.of(
                Argument.of(shape.m()),
                Argument.of(shape.n()),
                Argument.of(shape.k()),
                Argument.of(depth),
                Argument.of(LaunchPlan.A),
                Argument.of(LaunchPlan.B),
                target());
    }

    /** The step, and if there are shares, the one that adds them up in groups of so many work-items. */
    LaunchPlan plan(Precision precision, Shape shape, KernelLaunch step, int items) {
        if (count == 1) {
            return LaunchPlan.of(precision, step);
        }
        int elements = Math.multiplyExact(shape.m(), shape.n());
        KernelLaunch sum = new KernelLaunch(
                step.code(),
                "sum_slices",
                LaunchPlan.ceilingDivide(elements, SUMS_PER_GROUP),
                items,
                0,
                List.of(Argument.of(elements), Argument.of(count), Argument.of(SHARES), Argument.of(LaunchPlan.C)));
        return new LaunchPlan(
                precision,
                List.of(new Scratch(SHARES, (long) count * elements * precision.bytes())),
                List.of(step, sum));
    }
}
