package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code direct.cl}: register tiles straight from A and B, for what is too small or too thin for anything else. It
 * needs neither local memory (but for n = 1) nor scratch (but where k is cut into slices), so it serves every shape.
 */
public final class DirectFamily implements KernelFamily {
    private static final int COLUMN_ROWS = 4;

    /** That it may reach, beside what reads out of local memory or panels. */
    private static final double SHARE_OF_PEAK = 0.5;

    @Override
    public String id() {
        return "direct";
    }

    @Override
    public String description() {
        return "a block of C in each work-item's registers, straight from A and B";
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        int lanes = limits.lanes(precision);
        return limits.kind() == Device.Kind.CPU
                ? List.of(
                        Dimension.of("GROUP_M", 1),
                        Dimension.of("GROUP_N", 1),
                        Dimension.of("TILE_M", 4, 6, 8, 12),
                        Dimension.of("LANES", lanes),
                        Dimension.of("VECTORS", 1, 2, 3, 4))
                : List.of(
                        Dimension.of("GROUP_M", 1, 2, 4, 8, 16),
                        Dimension.of("GROUP_N", 8, 16, 32, 64),
                        Dimension.of("TILE_M", 1, 2, 4, 8),
                        Dimension.of("LANES", 1, 2, 4),
                        Dimension.of("VECTORS", 1, 2));
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> ParameterChecks.outside(parameters, "GROUP_M", 1, limits.groupItems()))
                .or(() -> ParameterChecks.outside(
                        parameters, "GROUP_N", 1, limits.groupItems() / parameters.get("GROUP_M")))
                .or(() -> ParameterChecks.noVector(parameters, "LANES"))
                .or(() -> ParameterChecks.outside(parameters, "VECTORS", 1, 8))
                .or(() -> ParameterChecks.outside(parameters, "TILE_M", 1, 64 / parameters.get("VECTORS")));
    }

    /** Straight from A and B: what serves large products packs them, or has tiles of them. */
    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        int tileM = parameters.get("TILE_M");
        int vectors = parameters.get("VECTORS");
        double sums = tileM * vectors;
        double share = SHARE_OF_PEAK * sums / (sums + tileM + vectors);
        return limits.kind() == Device.Kind.CPU
                ? VectorRegisters.of(limits, precision).estimate(tileM, vectors, share)
                : Estimate.of(share);
    }

    @Override
    public List<List<String>> together() {
        return List.of(List.of("TILE_M", "VECTORS"), List.of("GROUP_M", "GROUP_N"), List.of("LANES", "GROUP_N"));
    }

    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        if (limits.kind() == Device.Kind.CPU) {
            int lanes = limits.lanes(precision);
            return parameters(1, 1, lanes * precision.bytes() >= 64 ? 12 : 6, lanes, 2);
        }
        int items = Integer.highestOneBit(Math.min(64, limits.groupItems()));
        int columns = Math.min(16, items);
        return parameters(items / columns, columns, 4, 4, 1);
    }

    private Parameters parameters(int groupM, int groupN, int tileM, int lanes, int vectors) {
        return Parameters.of(
                id(),
                Map.of("GROUP_M", groupM, "GROUP_N", groupN, "TILE_M", tileM, "LANES", lanes, "VECTORS", vectors));
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        return shape.n() == 1
                ? columnPlan(limits, precision, shape)
                : tilePlan(limits, precision, shape, Tile.of(parameters).within(limits.groupItems()));
    }

    private LaunchPlan tilePlan(DeviceLimits limits, Precision precision, Shape shape, Tile largest) {
        Tile tile = largest.noLargerThan(shape).enoughFor(shape, limits.computeUnits());
        long groups = tile.groups(shape);
        SplitK slices = SplitK.of(limits, precision, shape, groups, 1);
        KernelCode code = KernelCode.of(
                id(),
                Map.of(
                        "PRECISION", precision.bytes() * Byte.SIZE,
                        "GROUP_M", tile.groupM,
                        "GROUP_N", tile.groupN,
                        "TILE_M", tile.tileM,
                        "LANES", tile.lanes,
                        "VECTORS", tile.vectors,
                        "ITEMS", items(limits)));
        long bytesOfSums = (long) tile.tileM * tile.lanes * tile.vectors * precision.bytes();
        KernelLaunch step = new KernelLaunch(
                code.on(limits.architecture(), bytesOfSums),
                id(),
                groups * slices.count(),
                tile.groupM * tile.groupN,
                0,
                slices.arguments(shape));
        return slices.plan(precision, shape, step, items(limits));
    }

    private LaunchPlan columnPlan(DeviceLimits limits, Precision precision, Shape shape) {
        int items = items(limits);
        int lanes = limits.kind() == Device.Kind.CPU ? limits.lanes(precision) : 16 / precision.bytes();
        int rows = Math.min(
                COLUMN_ROWS,
                Integer.highestOneBit(Math.toIntExact(LaunchPlan.ceilingDivide(shape.m(), limits.computeUnits()))));
        long groups = LaunchPlan.ceilingDivide(shape.m(), rows);
        SplitK slices = SplitK.of(limits, precision, shape, groups, 1);
        KernelCode code = KernelCode.of(
                id(),
                Map.of(
                        "PRECISION", precision.bytes() * Byte.SIZE,
                        "LANES", lanes,
                        "ROWS", rows,
                        "ITEMS", items));
        List<Argument> arguments = List.of(
                Argument.of(shape.m()),
                Argument.of(shape.k()),
                Argument.of(slices.depth()),
                Argument.of(LaunchPlan.A),
                Argument.of(LaunchPlan.B),
                slices.target());
        long localBytes = items == 1 ? 0 : (long) rows * items * precision.bytes();
        KernelLaunch step =
                new KernelLaunch(code, "direct_column", groups * slices.count(), items, localBytes, arguments);
        return slices.plan(precision, shape, step, items);
    }

    /** Work-items of a group where each of them does the same: one on a CPU, a few warps elsewhere. */
    private static int items(DeviceLimits limits) {
        return limits.kind() == Device.Kind.CPU ? 1 : Integer.highestOneBit(Math.min(64, limits.groupItems()));
    }

    @Override
    public List<String> sources() {
        return List.of(id());
    }

    /** The sizes that shrink. */
    private record Tile(int groupM, int groupN, int tileM, int lanes, int vectors) {
        static Tile of(Parameters parameters) {
            return new Tile(
                    parameters.get("GROUP_M"),
                    parameters.get("GROUP_N"),
                    parameters.get("TILE_M"),
                    parameters.get("LANES"),
                    parameters.get("VECTORS"));
        }

        long groups(Shape shape) {
            return LaunchPlan.blocks(shape, groupM * tileM, groupN * lanes * vectors);
        }

        Tile within(int groupItems) {
            Tile tile = this;
            while (tile.groupM * tile.groupN > groupItems) {
                tile = tile.fewerItems();
            }
            return tile;
        }

        private Tile fewerItems() {
            return groupM > 1
                    ? new Tile(groupM / 2, groupN, tileM, lanes, vectors)
                    : new Tile(groupM, groupN / 2, tileM, lanes, vectors);
        }

        /** A tile must not be larger than C; a group need not be either. */
        Tile noLargerThan(Shape shape) {
            int fewerRows = Math.min(tileM, shape.m());
            int fewerLanes = Math.min(lanes, Integer.highestOneBit(shape.n()));
            int fewerVectors = Math.min(vectors, shape.n() / fewerLanes);
            int across = Math.toIntExact(LaunchPlan.ceilingDivide(shape.n(), (long) fewerLanes * fewerVectors));
            int down = Math.toIntExact(LaunchPlan.ceilingDivide(shape.m(), fewerRows));
            return new Tile(Math.min(groupM, down), Math.min(groupN, across), fewerRows, fewerLanes, fewerVectors);
        }

        /** Small tiles rather than idle compute units. */
        Tile enoughFor(Shape shape, int computeUnits) {
            Tile tile = this;
            while (tile.groups(shape) < 2L * computeUnits && tile.tileM * tile.vectors > 1) {
                tile = tile.tileM >= tile.vectors
                        ? new Tile(groupM, groupN, tile.tileM / 2, lanes, tile.vectors)
                        : new Tile(groupM, groupN, tile.tileM, lanes, tile.vectors / 2);
            }
            return tile;
        }
    }
}
