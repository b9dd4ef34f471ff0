package dev.santoku.backend.opencl.family;

import dev.santoku.matrix.Shape;

/**
 * The sizes of {@code tiled.cl} that shrink, in elements unless said.
 *
 * @param groupM work-items of a group along m
 * @param groupN work-items of a group along n
 * @param itemM rows of C per work-item
 * @param itemN columns of C per work-item
 * @param tileK depth of the tiles in local memory
 */
record Tile(int groupM, int groupN, int itemM, int itemN, int tileK) {
    static Tile of(Parameters parameters) {
        return new Tile(
                parameters.get("GROUP_M"),
                parameters.get("GROUP_N"),
                parameters.get("ITEM_M"),
                parameters.get("ITEM_N"),
                parameters.get("TILE_K"));
    }

    /** The same parameters with this tile. */
    Parameters in(Parameters parameters) {
        return parameters
                .with("GROUP_M", groupM)
                .with("GROUP_N", groupN)
                .with("ITEM_M", itemM)
                .with("ITEM_N", itemN)
                .with("TILE_K", tileK);
    }

    int groupItems() {
        return groupM * groupN;
    }

    /** Rows of C per group. */
    int blockM() {
        return groupM * itemM;
    }

    /** Columns of C per group. */
    int blockN() {
        return groupN * itemN;
    }

    /** Groups that cover C. */
    long blocks(Shape shape) {
        return LaunchPlan.blocks(shape, blockM(), blockN());
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
