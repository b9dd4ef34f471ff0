package dev.santoku.backend.opencl.family;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of {@code matrix.cl}, of which the blocks shrink until they fit a device and a shape. */
record MatrixTile(MatrixInstruction instruction, Parameters parameters) implements BlockTile<MatrixTile> {
    private static final int LARGE_WARP = 32;

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

    /** Depth of the tiles in local memory. */
    int blockK() {
        return get("BLOCK_K");
    }

    private int warps() {
        return get("WARPS_M") * get("WARPS_N");
    }

    @Override
    public MatrixTile self() {
        return this;
    }

    @Override
    public int blockM() {
        return get("WARPS_M") * get("WARP_M");
    }

    @Override
    public int blockN() {
        return get("WARPS_N") * get("WARP_N");
    }

    @Override
    public int groupItems() {
        return warps() * instruction.warp();
    }

    /** Two tiles of each matrix; without the instruction, what the lanes of each warp exchange besides. */
    @Override
    public long localBytes(Precision precision) {
        int deep = blockK() / instruction.perWord();
        long tileA = 2L * blockM() * (deep + get("PAD_A"));
        long tileB = LaunchPlan.ceilingDivide(2L * deep * (blockN() + get("PAD_B")), 4) * 4;
        int exchanged = (instruction.m() + instruction.n()) * instruction.k();
        return (tileA + tileB + (get("NATIVE") == 1 ? 0L : (long) warps() * exchanged)) * precision.bytes();
    }

    /** Its elements are those of the instruction's operands; sums have at least 32 bits. */
    Footprint footprint(Precision precision) {
        int warp = instruction.warp();
        int bytes = precision.bytes() / instruction.perWord();
        int sides = get("WARP_M") + get("WARP_N");
        double products = (double) get("WARP_M") * get("WARP_N") / (instruction.m() * instruction.n());
        double reads = (double) get("WARP_M") / instruction.m() + (double) get("WARP_N") / instruction.n();
        return new Footprint(
                groupItems(),
                localBytes(precision),
                get("WARP_M") * get("WARP_N") / warp * (precision.bytes() / Float.BYTES),
                sides * instruction.k() * bytes / Float.BYTES / warp,
                (blockM() + blockN()) * blockK() * bytes / Float.BYTES / groupItems(),
                products / (products + reads),
                blockM(),
                blockN());
    }

    @Override
    public boolean canFlatten() {
        return blockK() % (2 * instruction.k()) == 0;
    }

    @Override
    public MatrixTile shallower() {
        return halved("BLOCK_K");
    }

    @Override
    public boolean canShorten() {
        return get("WARPS_M") > 1 || canHalve("WARP_M", instruction.m());
    }

    @Override
    public MatrixTile shorter() {
        return halved(isFirst("WARP_M", instruction.m(), "WARPS_M") ? "WARP_M" : "WARPS_M");
    }

    @Override
    public boolean canNarrow() {
        return get("WARPS_N") > 1 || canHalve("WARP_N", instruction.n());
    }

    @Override
    public MatrixTile narrower() {
        return halved(isFirst("WARP_N", instruction.n(), "WARPS_N") ? "WARP_N" : "WARPS_N");
    }

    /** Whether a warp's part is halved before warps are: where it is large, or there is one warp. */
    private boolean isFirst(String warp, int step, String warps) {
        return get(warps) == 1 || (get(warp) > LARGE_WARP && canHalve(warp, step));
    }

    private boolean canHalve(String warp, int step) {
        return get(warp) % (2 * step) == 0;
    }

    private MatrixTile halved(String name) {
        return new MatrixTile(instruction, parameters.with(name, get(name) / 2));
    }
}
