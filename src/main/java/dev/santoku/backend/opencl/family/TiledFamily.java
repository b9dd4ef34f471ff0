package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code tiled.cl}: tiles of A and B in local memory, a block of C in each work-item's registers. The parameters are
 * shrunk until they fit the shape, fill the device, and respect its limits, in this order.
 */
public final class TiledFamily implements KernelFamily {
    /** Below this depth, barriers cost more than the tile saves. */
    private static final int SHALLOW = 8;

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
                .or(() -> unfit(limits, precision, parameters));
    }

    private Optional<String> unfit(DeviceLimits limits, Precision precision, Parameters parameters) {
        for (String name : List.of("GROUP_M", "GROUP_N", "ITEM_M", "ITEM_N", "TILE_K", "WIDE_M", "WIDE")) {
            if (parameters.get(name) < 1 || parameters.get(name) > 4096) {
                return Optional.of("%s: %s must be 1 to 4096".formatted(parameters, name));
            }
        }
        if (parameters.get("PAD") % parameters.get("WIDE_M") != 0) {
            return Optional.of("%s: PAD must be a multiple of WIDE_M".formatted(parameters));
        }
        Style style = Style.of(limits, parameters);
        Tiling tiling = style.tiling(style.tile, precision, LARGE);
        if (tiling.groupItems() > limits.groupItems()) {
            return Optional.of(
                    "groups of %d work-items where %d are allowed".formatted(tiling.groupItems(), limits.groupItems()));
        }
        return tiling.localBytes() > limits.localBytes()
                ? Optional.of("%d bytes of local memory where there are %d"
                        .formatted(tiling.localBytes(), limits.localBytes()))
                : Optional.empty();
    }

    /** What suits the kind of device, shrunk until the device allows it. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        Style style = limits.kind() == Device.Kind.CPU ? Style.cpu(limits, precision) : Style.gpu(precision);
        Tile tile = withinLimits(style.tile, style, limits, precision, LARGE);
        return new Style(tile, style.itemFloorM, style.itemFloorN, style.groupFloor, style.wideM, style.wide, style.pad)
                .parameters(id());
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        return tiling(limits, precision, shape, parameters).plan(shape);
    }

    /** The parameters of the kernel for one shape. */
    Tiling tiling(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        Style style = Style.of(limits, parameters);
        Tile tile = noLargerThan(shape, style.tile, style);
        tile = enoughOf(tile, limits, shape, style);
        return style.tiling(withinLimits(tile, style, limits, precision, shape), precision, shape);
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
    private static Tile withinLimits(Tile start, Style style, DeviceLimits limits, Precision precision, Shape shape) {
        Tile tile = withinGroup(start, limits.groupItems());
        while (style.tiling(tile, precision, shape).localBytes() > limits.localBytes()) {
            tile = smaller(tile, limits);
        }
        return tile;
    }

    /** Half of a block must not already cover the shape. */
    private static Tile noLargerThan(Shape shape, Tile start, Style style) {
        Tile tile = start;
        while (tile.blockM() / 2 >= shape.m()) {
            tile = tile.shorter(style.itemFloorM);
        }
        while (tile.blockN() / 2 >= shape.n()) {
            tile = tile.narrower(style.itemFloorN);
        }
        while (tile.tileK / 2 >= shape.k()) {
            tile = tile.shallower();
        }
        return tile;
    }

    /** A small product in large blocks would leave compute units idle. */
    private static Tile enoughOf(Tile start, DeviceLimits limits, Shape shape, Style style) {
        Tile tile = start;
        while (tile.blocks(shape) < limits.computeUnits()) {
            boolean canShorten = tile.itemM > style.itemFloorM || tile.groupM > style.groupFloor;
            boolean canNarrow = tile.itemN > style.itemFloorN || tile.groupN > style.groupFloor;
            if (canShorten && (tile.blockM() >= tile.blockN() || !canNarrow)) {
                tile = tile.shorter(style.itemFloorM);
            } else if (canNarrow) {
                tile = tile.narrower(style.itemFloorN);
            } else {
                break;
            }
        }
        return tile;
    }

    private static Tile withinGroup(Tile start, int items) {
        Tile tile = start;
        while (tile.groupM * tile.groupN > items) {
            tile = tile.fewerItems();
        }
        return tile;
    }

    /** The next smaller tile: less deep first, then fewer work-items, then less per work-item. */
    private static Tile smaller(Tile tile, DeviceLimits limits) {
        if (tile.tileK > SHALLOW) {
            return tile.shallower();
        }
        if (tile.groupM * tile.groupN > 1) {
            return tile.fewerItems();
        }
        if (tile.itemM * tile.itemN > 1) {
            return tile.itemM >= tile.itemN ? tile.shorter(1) : tile.narrower(1);
        }
        if (tile.tileK > 1) {
            return tile.shallower();
        }
        throw new UnsupportedProductException(
                "the device's %d bytes of local memory hold no tile; use the variant naive"
                        .formatted(limits.localBytes()));
    }

    /** The sizes that shrink. */
    private record Tile(int groupM, int groupN, int itemM, int itemN, int tileK) {
        int blockM() {
            return groupM * itemM;
        }

        int blockN() {
            return groupN * itemN;
        }

        long blocks(Shape shape) {
            return (((long) shape.m() + blockM() - 1) / blockM()) * (((long) shape.n() + blockN() - 1) / blockN());
        }

        /** Half the rows: per work-item down to the floor, then fewer work-items, then again per work-item. */
        Tile shorter(int itemFloor) {
            return itemM > itemFloor || groupM == 1
                    ? new Tile(groupM, groupN, itemM / 2, itemN, tileK)
                    : new Tile(groupM / 2, groupN, itemM, itemN, tileK);
        }

        /** Half the columns, likewise. */
        Tile narrower(int itemFloor) {
            return itemN > itemFloor || groupN == 1
                    ? new Tile(groupM, groupN, itemM, itemN / 2, tileK)
                    : new Tile(groupM, groupN / 2, itemM, itemN, tileK);
        }

        Tile fewerItems() {
            return groupM >= groupN
                    ? new Tile(groupM / 2, groupN, itemM, itemN, tileK)
                    : new Tile(groupM, groupN / 2, itemM, itemN, tileK);
        }

        Tile shallower() {
            return new Tile(groupM, groupN, itemM, itemN, tileK / 2);
        }
    }

    /**
     * What suits a kind of device.
     *
     * @param tile for a large product
     * @param itemFloorM rows that a work-item keeps while groups can shrink instead
     * @param itemFloorN columns, likewise
     * @param groupFloor work-items along a side that a group keeps for the sake of filling the device
     * @param wideM elements of A per read of local memory
     * @param wide elements of B per read of local memory, and of A and B per read of global memory
     * @param pad gap between the rows of A's tile
     */
    private record Style(Tile tile, int itemFloorM, int itemFloorN, int groupFloor, int wideM, int wide, int pad) {
        /**
         * Reads of 16 bytes, and sums that fill 64 registers: blocks of 128×128 in f32, where 256 work-items take at
         * most 128 registers each and two groups fit on a multiprocessor; of 64×64 in f64, where three of 128 fit.
         */
        static Style gpu(Precision precision) {
            return precision == Precision.F32
                    ? new Style(new Tile(16, 16, 8, 8, 16), 4, 4, 8, 4, 4, 4)
                    : new Style(new Tile(8, 16, 8, 4, 16), 4, 4, 8, 2, 2, 2);
        }

        /**
         * Few work-items, each with as many sums as the vector registers hold: 12×2 of the 32 that come with
         * 512 bits, 6×2 of 16 otherwise. A CPU runs the work-items of a group one after the other and keeps what
         * lives across a barrier in memory, so a group is there to share a tile, not to hide latency.
         */
        static Style cpu(DeviceLimits limits, Precision precision) {
            int lanes = Math.max(2, limits.lanes(precision));
            int itemM = lanes * precision.bytes() >= 64 ? 12 : 6;
            return new Style(new Tile(4, 4, itemM, 2 * lanes, 128), itemM, 2 * lanes, 1, 1, lanes, 0);
        }

        /** The style that parameters tell. */
        static Style of(DeviceLimits limits, Parameters parameters) {
            Tile tile = new Tile(
                    parameters.get("GROUP_M"),
                    parameters.get("GROUP_N"),
                    parameters.get("ITEM_M"),
                    parameters.get("ITEM_N"),
                    parameters.get("TILE_K"));
            boolean cpu = limits.kind() == Device.Kind.CPU;
            return new Style(
                    tile,
                    cpu ? tile.itemM : 4,
                    cpu ? tile.itemN : 4,
                    cpu ? 1 : 8,
                    parameters.get("WIDE_M"),
                    parameters.get("WIDE"),
                    parameters.get("PAD"));
        }

        Parameters parameters(String family) {
            return Parameters.of(
                    family,
                    Map.of(
                            "GROUP_M",
                            tile.groupM,
                            "GROUP_N",
                            tile.groupN,
                            "ITEM_M",
                            tile.itemM,
                            "ITEM_N",
                            tile.itemN,
                            "TILE_K",
                            tile.tileK,
                            "WIDE_M",
                            wideM,
                            "WIDE",
                            wide,
                            "PAD",
                            pad));
        }

        Tiling tiling(Tile tile, Precision precision, Shape shape) {
            return new Tiling(
                    precision,
                    tile.groupM,
                    tile.groupN,
                    tile.itemM,
                    tile.itemN,
                    tile.tileK,
                    commonPower(wideM, tile.itemM, tile.itemM),
                    commonPower(wide, tile.itemN, tile.itemN),
                    commonPower(wide, tile.tileK, shape.k()),
                    commonPower(wide, tile.blockN(), shape.n()),
                    pad);
        }

        /** The largest power of two up to {@code most} that divides both. */
        private static int commonPower(int most, int one, int other) {
            return Math.min(most, Integer.lowestOneBit(one | other));
        }
    }
}
