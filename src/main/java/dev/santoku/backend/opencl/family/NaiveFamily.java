package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code naive.cl}: one work-item per element of C. Its groups are wide, since neighbours read neighbours of B. */
public final class NaiveFamily implements KernelFamily {
    private static final int GROUP_ITEMS = 256;
    private static final int GROUP_COLUMNS = 64;

    @Override
    public String id() {
        return "naive";
    }

    @Override
    public String description() {
        return "one work-item per element of C";
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        return List.of(Dimension.of("GROUP_M", 1, 2, 4, 8, 16), Dimension.of("GROUP_N", 16, 32, 64, 128, 256));
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> items(parameters) < 1 || items(parameters) > limits.groupItems()
                        ? Optional.of("groups of %d work-items where 1 to %d are allowed"
                                .formatted(items(parameters), limits.groupItems()))
                        : Optional.empty());
    }

    private static long items(Parameters parameters) {
        return (long) parameters.get("GROUP_M") * parameters.get("GROUP_N");
    }

    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        int items = Integer.highestOneBit(Math.min(GROUP_ITEMS, limits.groupItems()));
        int columns = Math.min(GROUP_COLUMNS, items);
        return Parameters.of(id(), Map.of("GROUP_M", items / columns, "GROUP_N", columns));
    }

    /** A group no wider than C; the work-items that this saves go to its rows. */
    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        int items = Math.toIntExact(Math.min(items(parameters), limits.groupItems()));
        int columns = Math.min(Math.min(parameters.get("GROUP_N"), items), ceilingPowerOfTwo(shape.n()));
        int rows = Math.min(items / columns, ceilingPowerOfTwo(shape.m()));
        KernelCode code = KernelCode.of(
                id(), Map.of("PRECISION", precision.bytes() * Byte.SIZE, "GROUP_M", rows, "GROUP_N", columns));
        return LaunchPlan.of(
                precision,
                new KernelLaunch(
                        code,
                        id(),
                        LaunchPlan.blocks(shape, rows, columns),
                        rows * columns,
                        0,
                        Argument.product(shape)));
    }

    private static int ceilingPowerOfTwo(int value) {
        return Integer.highestOneBit(Math.max(1, 2 * Math.min(value, GROUP_ITEMS) - 1));
    }

    @Override
    public boolean worthTuning() {
        return false;
    }

    @Override
    public List<String> sources() {
        return List.of(id());
    }
}
