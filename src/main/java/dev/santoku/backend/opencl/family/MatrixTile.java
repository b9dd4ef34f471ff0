package dev.santoku.backend.opencl.family;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of {@code matrix.cl} or {@code packed.cl}, of which the blocks shrink until they fit a device and a shape. */
record MatrixTile(MatrixInstruction instruction, Parameters parameters) implements BlockTile<MatrixTile> {
    private static final int LARGE_WARP = 32;
    private static final int UNIT_BYTES = 16;
    private static final int FEWEST_STAGES = 2;

    /** What the lanes of a warp exchange at most where no instruction does it for them. */
    private static final int EXCHANGED_BYTES = 4096;

    private int get(String name) {
        return parameters.get(name);
    }

    Map<String, Integer> macros(Precision precision, Shape shape) {
        Map<String, Integer> macros = new TreeMap<>(parameters.values());
        if (instruction.isPacked()) {
            macros.put("WHOLE", 1 - shape.n() % 2);
        } else {
            int load = macros.remove("LOAD");
            macros.put("LOAD_A", LaunchPlan.commonPower(load, blockK(), shape.k()));
            macros.put("LOAD_B", LaunchPlan.commonPower(load, blockN(), shape.n()));
        }
        macros.put("PRECISION", precision.bytes() * Byte.SIZE);
        return macros;
    }

    /** Depth of the tiles in local memory, in elements. */
    int blockK() {
        return instruction.isPacked() ? get("UNITS") * instruction.unit() : get("BLOCK_K");
    }

    /** Of a work-item. */
    long bytesOfSums(Precision precision) {
        return (long) get("WARP_M") * get("WARP_N") / instruction.warp() * precision.bytes();
    }

    private int warps() {
        return get("WARPS_M") * get("WARPS_N");
    }

    @Override
    public MatrixTile withSingleReads() {
        return instruction.isPacked() ? this : new MatrixTile(instruction, parameters.with("LOAD", 1));
    }

    @Override
    public boolean reads(Shape shape) {
        return instruction.isPacked() || LaunchPlan.commonPower(get("LOAD"), shape.k(), shape.n()) == get("LOAD");
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

    /** Tiles of each matrix; without the instruction, what the lanes of each warp exchange besides. */
    @Override
    public long localBytes(Precision precision) {
        long exchanged = get("NATIVE") == 1 ? 0L : (long) warps() * EXCHANGED_BYTES;
        if (instruction.isPacked()) {
            return (long) get("STAGES") * get("UNITS") * UNIT_BYTES * (blockM() + blockN()) + exchanged;
        }
        long tileA = 2L * blockM() * (blockK() + get("PAD_A"));
        long tileB = LaunchPlan.ceilingDivide(2L * blockK() * (blockN() + get("PAD_B")), 4) * 4;
        return (tileA + tileB) * precision.bytes() + exchanged;
    }

    /** Its elements are those of the instruction's operands; sums have at least 32 bits. */
    Footprint footprint(Precision precision) {
        int warp = instruction.warp();
        int bytes = instruction.isPacked() ? UNIT_BYTES / instruction.unit() : precision.bytes();
        int sides = get("WARP_M") + get("WARP_N");
        double products = (double) get("WARP_M") * get("WARP_N") / (instruction.m() * instruction.n());
        double reads = (double) get("WARP_M") / instruction.m() + (double) get("WARP_N") / instruction.n();
        return new Footprint(
                groupItems(),
                localBytes(precision),
                get("WARP_M") * get("WARP_N") / warp * (precision.bytes() / Float.BYTES),
                sides * instruction.k() * bytes / Float.BYTES / warp,
                instruction.isCopiedTo() ? 0 : (blockM() + blockN()) * blockK() * bytes / Float.BYTES / groupItems(),
                products / (products + reads),
                blockM(),
                blockN());
    }

    @Override
    public boolean canFlatten() {
        return blockK() % (2 * instruction.k()) == 0 || (instruction.isPacked() && get("STAGES") > FEWEST_STAGES);
    }

    @Override
    public MatrixTile shallower() {
        if (instruction.isPacked() && get("STAGES") > FEWEST_STAGES) {
            return new MatrixTile(instruction, parameters.with("STAGES", FEWEST_STAGES));
        }
        return halved(instruction.isPacked() ? "UNITS" : "BLOCK_K");
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
