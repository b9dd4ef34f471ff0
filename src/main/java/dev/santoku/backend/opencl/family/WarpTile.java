package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of {@code warp.cl}, of which the blocks shrink until they fit a device and a shape. */
record WarpTile(Parameters parameters) {
    /** The side of a block below which slices of k fill a device better than smaller blocks. */
    private static final int SMALL_BLOCK = 64;

    private static final int LARGE_ITEM = 8;

    private int get(String name) {
        return parameters.get(name);
    }

    Map<String, Integer> macros(Precision precision, Shape shape) {
        Map<String, Integer> macros = new TreeMap<>(parameters.values());
        int load = macros.remove("LOAD");
        macros.put("LOAD_A", LaunchPlan.commonPower(load, blockK(), shape.k()));
        macros.put("LOAD_B", LaunchPlan.commonPower(load, blockN(), shape.n()));
        macros.put("PRECISION", precision.bytes() * Byte.SIZE);
        return macros;
    }

    /** Elements of a vector. */
    int vector() {
        return get("VECTOR");
    }

    /** Depth of the tiles in local memory. */
    int blockK() {
        return get("BLOCK_K");
    }

    int warpItems() {
        return get("LANES_M") * get("LANES_N");
    }

    int groupItems() {
        return get("WARPS_M") * get("WARPS_N") * warpItems();
    }

    private int blockM() {
        return get("WARPS_M") * get("LANES_M") * get("ITEM_M");
    }

    private int blockN() {
        return get("WARPS_N") * get("LANES_N") * get("ITEM_N");
    }

    /** Sums of a work-item. */
    long bytesOfSums(Precision precision) {
        return (long) get("ITEM_M") * get("ITEM_N") * precision.bytes();
    }

    /** Groups that cover C. */
    long blocks(Shape shape) {
        return LaunchPlan.blocks(shape, blockM(), blockN());
    }

    /** Two tiles of each matrix, aligned to the widest vector, four elements. */
    long localBytes(Precision precision) {
        long tileA = LaunchPlan.ceilingDivide(2L * blockK() * (blockM() + get("PAD")), 4) * 4;
        return (tileA + 2L * blockK() * blockN()) * precision.bytes();
    }

    /** Why a device cannot hold it. */
    Optional<String> unfit(DeviceLimits limits, Precision precision) {
        return ParameterChecks.tooLarge(limits, groupItems(), localBytes(precision));
    }

    /** The largest tile not larger than this one that a device can hold; empty when it holds none. */
    Optional<WarpTile> within(DeviceLimits limits, Precision precision) {
        WarpTile tile = this;
        while (tile.unfit(limits, precision).isPresent()) {
            if (tile.groupItems() <= limits.groupItems() && tile.blockK() > 8) {
                tile = tile.shallower();
            } else if (tile.canShorten() && (tile.blockM() >= tile.blockN() || !tile.canNarrow())) {
                tile = tile.shorter();
            } else if (tile.canNarrow()) {
                tile = tile.narrower();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(tile);
    }

    /** Half of a block must not already cover C. */
    WarpTile noLargerThan(Shape shape) {
        WarpTile tile = this;
        while (tile.blockM() / 2 >= shape.m() && tile.canShorten()) {
            tile = tile.shorter();
        }
        while (tile.blockN() / 2 >= shape.n() && tile.canNarrow()) {
            tile = tile.narrower();
        }
        return tile;
    }

    /** Smaller blocks rather than idle compute units; but where they are small, slices of k are better. */
    WarpTile enoughFor(Shape shape, int computeUnits) {
        WarpTile tile = this;
        while (tile.blocks(shape) < computeUnits) {
            if (tile.blockM() > SMALL_BLOCK
                    && tile.canShorten()
                    && (tile.blockM() >= tile.blockN() || tile.blockN() <= SMALL_BLOCK)) {
                tile = tile.shorter();
            } else if (tile.blockN() > SMALL_BLOCK && tile.canNarrow()) {
                tile = tile.narrower();
            } else {
                break;
            }
        }
        return tile;
    }

    private boolean canShorten() {
        return canHalve("WARPS_M", "ITEM_M");
    }

    private boolean canNarrow() {
        return canHalve("WARPS_N", "ITEM_N");
    }

    private WarpTile shorter() {
        return halved(get("WARPS_M") > 1 && !isLarge("ITEM_M") ? "WARPS_M" : "ITEM_M");
    }

    private WarpTile narrower() {
        return halved(get("WARPS_N") > 1 && !isLarge("ITEM_N") ? "WARPS_N" : "ITEM_N");
    }

    /** Whether a work-item has so many that half of them are still enough: a small block is better off with more warps. */
    private boolean isLarge(String item) {
        return get(item) > LARGE_ITEM && get(item) % (2 * vector()) == 0;
    }

    private boolean canHalve(String warps, String item) {
        return get(warps) > 1 || get(item) % (2 * vector()) == 0;
    }

    private WarpTile halved(String name) {
        return new WarpTile(parameters.with(name, get(name) / 2));
    }

    private WarpTile shallower() {
        WarpTile half = halved("BLOCK_K");
        return new WarpTile(half.parameters.with("UNROLL", Math.min(get("UNROLL"), half.blockK())));
    }
}
