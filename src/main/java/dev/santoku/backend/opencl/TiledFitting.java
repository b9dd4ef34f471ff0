package dev.santoku.backend.opencl;

import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/**
 * Chooses the parameters of {@code tiled.cl}: those that suit the kind of device, shrunk until they fit the shape,
 * fill the device, and respect its limits, in this order. A pure function.
 */
final class TiledFitting {
    /** Below this depth, barriers cost more than the tile saves. */
    private static final int SHALLOW = 8;

    private TiledFitting() {}

    /**
     * Parameters with which the device can compute the shape.
     *
     * @throws UnsupportedProductException when its local memory holds not even a tile of one element each
     */
    static TiledPlan fit(Limits limits, Precision precision, Shape shape) {
        Style style = limits.kind() == Device.Kind.CPU ? Style.cpu(limits, precision) : Style.gpu(precision);
        Tile tile = noLargerThan(shape, style.tile, style);
        tile = enoughOf(tile, limits, shape, style);
        tile = withinGroup(tile, limits.groupItems());
        while (style.plan(tile, precision, shape).localBytes() > limits.localBytes()) {
            tile = smaller(tile, limits);
        }
        return style.plan(tile, precision, shape);
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
    private static Tile enoughOf(Tile start, Limits limits, Shape shape, Style style) {
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
    private static Tile smaller(Tile tile, Limits limits) {
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
        static Style cpu(Limits limits, Precision precision) {
            int lanes = Math.max(2, limits.lanes(precision));
            int itemM = lanes * precision.bytes() >= 64 ? 12 : 6;
            return new Style(new Tile(4, 4, itemM, 2 * lanes, 128), itemM, 2 * lanes, 1, 1, lanes, 0);
        }

        TiledPlan plan(Tile tile, Precision precision, Shape shape) {
            return new TiledPlan(
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
