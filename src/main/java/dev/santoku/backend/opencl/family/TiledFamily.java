package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code tiled.cl}: tiles of A and B in local memory, a block of C in each work-item's registers. The parameters are
 * shrunk until they fit the shape, fill the device, and respect its limits, in this order.
 */
public final class TiledFamily implements KernelFamily {
    /** Below this depth, barriers cost more than the tile saves. */
    private static final int SHALLOW = 8;

    /** Of its peak that a CPU may reach with barriers. */
    private static final double SHARE_ON_CPU = 0.3;

    /** A shape that no side of a tile exceeds. */
    private static final Shape LARGE = Shape.square(1 << 12);

    @Override
    public String id() {
        return "tiled";
    }

    @Override
    public String description() {
        return "tiles of A and B in local memory, a block of C in each work-item's registers";
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        if (limits.kind() == Device.Kind.CPU) {
            int lanes = Math.max(2, limits.lanes(precision));
            return List.of(
                    Dimension.of("GROUP_M", 1, 2, 4, 8),
                    Dimension.of("GROUP_N", 1, 2, 4, 8),
                    Dimension.of("ITEM_M", 4, 6, 8, 12),
                    Dimension.of("ITEM_N", lanes, 2 * lanes),
                    Dimension.of("TILE_K", 32, 64, 128, 256),
                    Dimension.of("WIDE_M", 1),
                    Dimension.of("WIDE", lanes),
                    Dimension.of("PAD", 0));
        }
        int wide = 16 / precision.bytes();
        return List.of(
                Dimension.of("GROUP_M", 8, 16, 32),
                Dimension.of("GROUP_N", 8, 16, 32),
                Dimension.of("ITEM_M", 4, 8, 16),
                Dimension.of("ITEM_N", 4, 8),
                Dimension.of("TILE_K", 8, 16, 32),
                Dimension.of("WIDE_M", wide),
                Dimension.of("WIDE", wide),
                Dimension.of("PAD", 0, wide));
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> Stream.of("GROUP_M", "GROUP_N", "ITEM_M", "ITEM_N", "TILE_K", "WIDE_M", "WIDE")
                        .flatMap(name -> ParameterChecks.outside(parameters, name, 1, 4096).stream())
                        .findFirst())
                .or(() -> ParameterChecks.noMultiple(parameters, "PAD", "WIDE_M"))
                .or(() -> unfit(limits, Tiling.of(precision, Tile.of(parameters), LARGE, parameters)));
    }

    /** On a CPU a group's sums stay in caches: slow, but it runs. */
    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        if (limits.kind() == Device.Kind.CPU) {
            int registers = parameters.get("ITEM_M") * parameters.get("ITEM_N") / limits.lanes(precision);
            return VectorRegisters.of(limits, precision).estimate(registers, SHARE_ON_CPU);
        }
        Tile tile = Tile.of(parameters);
        int words = precision.bytes() / Float.BYTES;
        int reads = tile.itemM() + tile.itemN();
        int sums = tile.itemM() * tile.itemN();
        return new Footprint(
                        tile.groupItems(),
                        Tiling.of(precision, tile, LARGE, parameters).localBytes(),
                        sums * words,
                        reads * words,
                        (tile.blockM() + tile.blockN()) * tile.tileK() * words / tile.groupItems(),
                        sums / (sums + reads / (double) parameters.get("WIDE") + 2),
                        tile.blockM(),
                        tile.blockN())
                .estimate(limits);
    }

    @Override
    public List<List<String>> together() {
        return List.of(
                List.of("GROUP_M", "ITEM_M"),
                List.of("GROUP_N", "ITEM_N"),
                List.of("ITEM_M", "ITEM_N"),
                List.of("GROUP_M", "GROUP_N"),
                List.of("TILE_K", "PAD"));
    }

    private static Optional<String> unfit(DeviceLimits limits, Tiling tiling) {
        return ParameterChecks.tooLarge(limits, tiling.tile().groupItems(), tiling.localBytes());
    }

    /** What suits the kind of device, shrunk until the device allows it. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        Parameters wanted = limits.kind() == Device.Kind.CPU ? cpu(limits, precision) : gpu(limits, precision);
        return withinLimits(Tile.of(wanted), limits, precision, LARGE, wanted).in(wanted);
    }

    /**
     * Reads of 16 bytes, and sums that fill 64 registers: blocks of 128×128 in f32, where 256 work-items take at
     * most 128 registers each and two groups fit on a multiprocessor; of 64×64 in f64, where three of 128 fit. Intel's
     * registers hold half of that.
     */
    private static Parameters gpu(DeviceLimits limits, Precision precision) {
        if (limits.architecture().vendor() == GpuArchitecture.Vendor.INTEL) {
            return Parameters.parse(
                    precision == Precision.F32
                            ? "tiled GROUP_M=16 GROUP_N=16 ITEM_M=4 ITEM_N=8 TILE_K=16 WIDE_M=4 WIDE=4 PAD=4"
                            : "tiled GROUP_M=16 GROUP_N=16 ITEM_M=4 ITEM_N=4 TILE_K=16 WIDE_M=2 WIDE=2 PAD=2");
        }
        return Parameters.parse(
                precision == Precision.F32
                        ? "tiled GROUP_M=16 GROUP_N=16 ITEM_M=8 ITEM_N=8 TILE_K=16 WIDE_M=4 WIDE=4 PAD=4"
                        : "tiled GROUP_M=8 GROUP_N=16 ITEM_M=8 ITEM_N=4 TILE_K=16 WIDE_M=2 WIDE=2 PAD=2");
    }

    /**
     * Few work-items, each with as many sums as the vector registers hold: 12×2 of the 32 that come with
     * 512 bits, 6×2 of 16 otherwise. A CPU runs the work-items of a group one after the other and keeps what
     * lives across a barrier in memory, so a group is there to share a tile, not to hide latency.
     */
    private static Parameters cpu(DeviceLimits limits, Precision precision) {
        int lanes = Math.max(2, limits.lanes(precision));
        int itemM = lanes * precision.bytes() >= 64 ? 12 : 6;
        return Parameters.parse("tiled GROUP_M=4 GROUP_N=4 ITEM_M=%d ITEM_N=%d TILE_K=128 WIDE_M=1 WIDE=%d PAD=0"
                .formatted(itemM, 2 * lanes, lanes));
    }

    @Override
    public boolean isAnalysed(DeviceLimits limits) {
        return limits.architecture().vendor() == GpuArchitecture.Vendor.INTEL;
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        return tiling(limits, precision, shape, parameters).plan(shape, limits.architecture());
    }

    /** The parameters of the kernel for one shape. */
    Tiling tiling(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        Tile largest = Tile.of(parameters);
        Floors floors = Floors.of(limits, largest);
        Tile tile = enoughOf(noLargerThan(shape, largest, floors), limits, shape, floors);
        return Tiling.of(precision, withinLimits(tile, limits, precision, shape, parameters), shape, parameters);
    }

    @Override
    public List<String> sources() {
        return List.of(id());
    }

    /**
     * A tile that the device can hold.
     *
     * @throws UnsupportedProductException when its local memory holds not even a tile of one element each
     */
    private static Tile withinLimits(
            Tile start, DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        Tile tile = start;
        while (tile.groupItems() > limits.groupItems()) {
            tile = tile.fewerItems();
        }
        while (Tiling.of(precision, tile, shape, parameters).localBytes()
                > limits.memory().localBytes()) {
            tile = smaller(tile, limits);
        }
        return tile;
    }

    /** Half of a block must not already cover the shape. */
    private static Tile noLargerThan(Shape shape, Tile start, Floors floors) {
        Tile tile = start;
        while (tile.blockM() / 2 >= shape.m()) {
            tile = tile.shorter(floors.itemM);
        }
        while (tile.blockN() / 2 >= shape.n()) {
            tile = tile.narrower(floors.itemN);
        }
        while (tile.tileK() / 2 >= shape.k()) {
            tile = tile.shallower();
        }
        return tile;
    }

    /** A small product in large blocks would leave compute units idle. */
    private static Tile enoughOf(Tile start, DeviceLimits limits, Shape shape, Floors floors) {
        Tile tile = start;
        while (tile.blocks(shape) < limits.computeUnits()) {
            boolean canShorten = tile.itemM() > floors.itemM || tile.groupM() > floors.group;
            boolean canNarrow = tile.itemN() > floors.itemN || tile.groupN() > floors.group;
            if (canShorten && (tile.blockM() >= tile.blockN() || !canNarrow)) {
                tile = tile.shorter(floors.itemM);
            } else if (canNarrow) {
                tile = tile.narrower(floors.itemN);
            } else {
                break;
            }
        }
        return tile;
    }

    /** The next smaller tile: less deep first, then fewer work-items, then less per work-item. */
    private static Tile smaller(Tile tile, DeviceLimits limits) {
        if (tile.tileK() > SHALLOW) {
            return tile.shallower();
        }
        if (tile.groupItems() > 1) {
            return tile.fewerItems();
        }
        if (tile.itemM() * tile.itemN() > 1) {
            return tile.itemM() >= tile.itemN() ? tile.shorter(1) : tile.narrower(1);
        }
        if (tile.tileK() > 1) {
            return tile.shallower();
        }
        throw new UnsupportedProductException(
                "the device's %d bytes of local memory hold no tile; use the variant naive"
                        .formatted(limits.memory().localBytes()));
    }

    /**
     * Where a tile stops to shrink for the sake of a shape.
     *
     * @param itemM rows that a work-item keeps while groups can shrink instead
     * @param itemN columns, likewise
     * @param group work-items along a side that a group keeps for the sake of filling the device
     */
    private record Floors(int itemM, int itemN, int group) {
        static Floors of(DeviceLimits limits, Tile largest) {
            return limits.kind() == Device.Kind.CPU
                    ? new Floors(largest.itemM(), largest.itemN(), 1)
                    : new Floors(4, 4, 8);
        }
    }
}
