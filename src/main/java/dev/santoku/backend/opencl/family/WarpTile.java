package dev.santoku.backend.opencl.family;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of {@code warp.cl}, of which the blocks shrink until they fit a device and a shape. */
record WarpTile(Parameters parameters) implements BlockTile<WarpTile> {
    private static final int LARGE_ITEM = 8;

    /** Steps of k in a row from which on compilers read ahead. */
    private static final int UNROLLED = 4;

    /** Instructions of a turn of the inner loop besides multiply-adds and reads, and a share of the outer one's. */
    private static final double TURN_OF_LOOP = 8;

    private int get(String name) {
        return parameters.get(name);
    }

    Map<String, Integer> macros(Precision precision, Shape shape) {
        Map<String, Integer> macros = new TreeMap<>(parameters.values());
        int load = macros.remove("LOAD");
        macros.remove(RegisterOptions.REGISTERS);
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

    @Override
    public int groupItems() {
        return get("WARPS_M") * get("WARPS_N") * warpItems();
    }

    @Override
    public int blockM() {
        return get("WARPS_M") * get("LANES_M") * get("ITEM_M");
    }

    @Override
    public int blockN() {
        return get("WARPS_N") * get("LANES_N") * get("ITEM_N");
    }

    /** Sums of a work-item. */
    long bytesOfSums(Precision precision) {
        return (long) get("ITEM_M") * get("ITEM_N") * precision.bytes();
    }

    /** Two tiles of each matrix, aligned to the widest vector, four elements. */
    @Override
    public long localBytes(Precision precision) {
        long tileA = LaunchPlan.ceilingDivide(2L * blockK() * (blockM() + get("PAD")), 4) * 4;
        return (tileA + 2L * blockK() * blockN()) * precision.bytes();
    }

    /** With what is added in two steps at once where steps are unrolled, as compilers do. */
    Footprint footprint(Precision precision) {
        int words = precision.bytes() / Float.BYTES;
        int reads = get("ITEM_M") + get("ITEM_N");
        int sums = get("ITEM_M") * get("ITEM_N");
        int steps = get("UNROLL") >= UNROLLED ? 2 : 1;
        double instructions = sums + (double) reads / vector() + TURN_OF_LOOP / get("UNROLL");
        return new Footprint(
                groupItems(),
                localBytes(precision),
                sums * words,
                steps * reads * words,
                (blockM() + blockN()) * blockK() * words / groupItems(),
                sums / instructions,
                blockM(),
                blockN());
    }

    @Override
    public WarpTile withSingleReads() {
        return new WarpTile(parameters.with("LOAD", 1));
    }

    @Override
    public boolean reads(Shape shape) {
        return LaunchPlan.commonPower(get("LOAD"), shape.k(), shape.n()) == get("LOAD");
    }

    @Override
    public WarpTile self() {
        return this;
    }

    @Override
    public boolean canFlatten() {
        return blockK() > 8;
    }

    @Override
    public boolean canShorten() {
        return canHalve("WARPS_M", "ITEM_M");
    }

    @Override
    public boolean canNarrow() {
        return canHalve("WARPS_N", "ITEM_N");
    }

    @Override
    public WarpTile shorter() {
        return halved(get("WARPS_M") > 1 && !isLarge("ITEM_M") ? "WARPS_M" : "ITEM_M");
    }

    @Override
    public WarpTile narrower() {
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

    @Override
    public WarpTile shallower() {
        WarpTile half = halved("BLOCK_K");
        return new WarpTile(half.parameters.with("UNROLL", Math.min(get("UNROLL"), half.blockK())));
    }
}
