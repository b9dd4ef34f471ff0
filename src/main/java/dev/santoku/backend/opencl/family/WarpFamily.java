package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code warp.cl}: blocks for a work-group, a warp and a work-item, tiles in local memory that are read one step
 * ahead: the form of the fastest products on GPUs. Small products get smaller blocks, then slices of k, so that the
 * device is filled; what is smaller still, or thin, goes to {@code direct.cl}.
 */
public final class WarpFamily implements KernelFamily {
    private final DirectFamily direct = new DirectFamily();

    @Override
    public String id() {
        return "warp";
    }

    @Override
    public String description() {
        return "blocks for work-group, warp and work-item, tiles in local memory one step ahead, as GPUs want it";
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        int wide = 16 / precision.bytes();
        List<Dimension> dimensions = new ArrayList<>(List.of(
                Dimension.of("WARPS_M", 1, 2, 4),
                Dimension.of("WARPS_N", 1, 2, 4),
                Dimension.of("LANES_M", 4, 8),
                Dimension.of("LANES_N", 4, 8),
                Dimension.of("ITEM_M", 4, 8, 16),
                Dimension.of("ITEM_N", 4, 8, 16),
                Dimension.of("BLOCK_K", 8, 16, 32),
                Dimension.of("VECTOR", wide),
                Dimension.of("LOAD", wide),
                Dimension.of("PAD", 0, wide, 2 * wide),
                Dimension.of("BAND", 1, 4, 8, 16),
                Dimension.of("UNROLL", 1, 2, 4, 8)));
        dimensions.addAll(RegisterOptions.dimensions(limits.architecture()));
        return dimensions;
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> ParameterChecks.outside(parameters, "WARPS_M", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "WARPS_N", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "LANES_M", 1, 64))
                .or(() -> ParameterChecks.outside(parameters, "LANES_N", 1, 64))
                .or(() -> ParameterChecks.noVector(parameters, "VECTOR"))
                .or(() -> ParameterChecks.outside(parameters, "VECTOR", 1, 4))
                .or(() -> ParameterChecks.noVector(parameters, "LOAD"))
                .or(() -> ParameterChecks.outside(parameters, "LOAD", 1, 4))
                .or(() -> ParameterChecks.outside(parameters, "ITEM_M", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "ITEM_N", 1, 128 / parameters.get("ITEM_M")))
                .or(() -> ParameterChecks.noMultiple(parameters, "ITEM_M", "VECTOR"))
                .or(() -> ParameterChecks.noMultiple(parameters, "ITEM_N", "VECTOR"))
                .or(() -> ParameterChecks.noMultiple(parameters, "PAD", "VECTOR"))
                .or(() -> ParameterChecks.outside(parameters, "BLOCK_K", 1, 128))
                .or(() -> ParameterChecks.outside(parameters, "BAND", 1, 1 << 10))
                .or(() -> ParameterChecks.outside(parameters, "UNROLL", 1, parameters.get("BLOCK_K")))
                .or(() -> new WarpTile(parameters).unfit(limits, precision))
                .or(() -> ParameterChecks.notKept(this, limits, precision, parameters));
    }

    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return new WarpTile(parameters)
                .footprint(precision)
                .estimate(limits, RegisterOptions.unit(parameters, limits.architecture()));
    }

    @Override
    public List<List<String>> together() {
        return List.of(
                List.of("BLOCK_K", "UNROLL"),
                List.of("ITEM_M", "ITEM_N"),
                List.of("ITEM_M", "WARPS_M"),
                List.of("ITEM_N", "WARPS_N"),
                List.of("WARPS_M", "WARPS_N"),
                List.of("LANES_M", "LANES_N", "ITEM_M"),
                List.of("BLOCK_K", "ITEM_M", "WARPS_M"),
                List.of("ITEM_M", RegisterOptions.REGISTERS, RegisterOptions.SUBGROUP));
    }

    /** What suits the architecture by its compiler's report, or GPUs in general, shrunk until the device allows it. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        Parameters fitting = fitting(limits, precision, limits.architecture());
        return RegisterOptions.shipped(fitting, limits.architecture(), new WarpTile(fitting).bytesOfSums(precision));
    }

    private static Parameters fitting(DeviceLimits limits, Precision precision, GpuArchitecture architecture) {
        Parameters wanted = WarpDefaults.of(architecture, precision);
        return new WarpTile(wanted)
                .within(limits, precision)
                .map(WarpTile::parameters)
                .orElse(wanted);
    }

    /** Where a thread has room for more sums, parameters for less room follow: an old driver may not know how to ask for it. */
    @Override
    public Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        GpuArchitecture architecture = limits.architecture();
        return architecture.hasLargeRegisterFile()
                ? Stream.of(RegisterOptions.withSmallFile(RegisterOptions.shipped(
                        fitting(limits, precision, architecture.withoutName()), architecture, 0)))
                : Stream.empty();
    }

    @Override
    public boolean isKeptAhead() {
        return true;
    }

    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        return limits.compiles()
                ? KernelFamily.super.testShapes(limits, precision, parameters)
                : new WarpTile(parameters).shapesAhead(limits.computeUnits());
    }

    @Override
    public boolean isAnalysed(DeviceLimits limits) {
        return limits.architecture().vendor() != GpuArchitecture.Vendor.OTHER;
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        if (!limits.compiles()) {
            WarpTile kept = new WarpTile(parameters).keptAhead(shape, limits.computeUnits());
            return plan(limits, precision, shape, parameters, kept);
        }
        Optional<WarpTile> fitting = new WarpTile(parameters).within(limits, precision);
        if (fitting.isEmpty()
                || Math.min(shape.m(), shape.n()) < 2 * fitting.get().vector()) {
            return direct.fit(limits, precision, shape);
        }
        WarpTile tile = fitting.get().noLargerThan(shape).enoughFor(shape, limits.computeUnits());
        return plan(limits, precision, shape, parameters, tile);
    }

    private LaunchPlan plan(
            DeviceLimits limits, Precision precision, Shape shape, Parameters parameters, WarpTile tile) {
        // The compiler gets the same flags for every shape, so that a self-test finds out whether it takes them.
        SplitK slices = SplitK.of(limits, precision, shape, tile.blocks(shape), tile.blockK());
        KernelLaunch multiply = new KernelLaunch(
                new KernelCode(
                        id(),
                        new TreeMap<>(tile.macros(precision, shape)),
                        RegisterOptions.flags(parameters, limits.architecture())),
                id(),
                tile.blocks(shape) * slices.count(),
                tile.groupItems(),
                tile.localBytes(precision),
                slices.arguments(shape));
        return slices.plan(precision, shape, multiply, tile.warpItems());
    }

    @Override
    public List<String> sources() {
        return List.of(id(), direct.id());
    }
}
