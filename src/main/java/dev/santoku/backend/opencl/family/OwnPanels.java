package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layout of one product in one launch of {@code panel.cl}: each work-group packs a panel of B into local memory, and
 * multiplies the rows of a block of C by it.
 *
 * @param down register tiles of a block along m: all blocks but the last are that high
 * @param groups blocks of C
 */
record OwnPanels(int down, long groups) {
    /** Rows of C that a panel must serve before it is packed once more: packing takes as long as five to twenty of them. */
    private static final int FEWEST_ROWS = 128;

    /**
     * Rows of C, for each byte of an element, beyond which packing once more costs about 1 %: blocks are not higher, so that
     * there are more of them.
     */
    private static final int MANY_ROWS_PER_BYTE = 128;

    /** Groups per compute unit that are enough if each unit can have as many as any other. */
    private static final int FEW_GROUPS = 4;

    /** What C must have to be worth packing for. */
    static final int LEAST_ELEMENTS = 1 << 12;

    /** Groups per compute unit from which on it does not matter that some units get one more than others. */
    private static final int MANY_GROUPS = 32;

    /**
     * The plan, or none where the parameters do not want it, k is deeper than a panel in local memory can be, or C has not rows
     * and columns enough to keep all compute units busy.
     */
    static Optional<LaunchPlan> plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        int tileM = parameters.get("TILE_M");
        int tileN = parameters.get("LANES") * parameters.get("VECTORS");
        int depth = parameters.get("DEPTH");
        while ((long) depth * tileN * precision.bytes() > limits.memory().localBytes()) {
            depth /= 2;
        }
        if (parameters.get("OWN") == 0 || shape.k() > depth) {
            return Optional.empty();
        }
        KernelCode code = KernelCode.of(
                "panel",
                Map.of(
                        "LANES",
                        parameters.get("LANES"),
                        "VECTORS",
                        parameters.get("VECTORS"),
                        "TILE_M",
                        tileM,
                        "DEPTH",
                        depth,
                        "OWN",
                        1,
                        "PRECISION",
                        precision.bytes() * Byte.SIZE));
        long localBytes = (long) depth * tileN * precision.bytes();
        return cut(limits.computeUnits(), precision, shape, tileM, tileN)
                .map(blocks -> LaunchPlan.of(precision, blocks.step(code, localBytes, shape)));
    }

    /** A small product that is computed so, with whole tiles and edges. */
    static Shape smallest(DeviceLimits limits, int tileM, int tileN) {
        int rows = 2 * tileM + 1;
        int columnsPerLot = limits.computeUnits() * tileN;
        long lots = Math.max(FEW_GROUPS, LaunchPlan.ceilingDivide(LEAST_ELEMENTS, (long) rows * columnsPerLot) + 1);
        return new Shape(rows, Math.toIntExact(lots * columnsPerLot) - 3, 37);
    }

    /** The highest blocks, up to many rows, that keep all compute units busy to the end. */
    private static Optional<OwnPanels> cut(int computeUnits, Precision precision, Shape shape, int tileM, int tileN) {
        int fewest =
                Math.toIntExact(LaunchPlan.ceilingDivide(shape.m(), (long) MANY_ROWS_PER_BYTE * precision.bytes()));
        return IntStream.rangeClosed(fewest, Math.max(fewest, shape.m() / FEWEST_ROWS))
                .mapToObj(parts -> of(shape, tileM, tileN, parts))
                .filter(blocks -> blocks.busy(computeUnits))
                .findFirst();
    }

    /** At most so many blocks along m, of which the last one may be lower. */
    private static OwnPanels of(Shape shape, int tileM, int tileN, int parts) {
        long tiles = LaunchPlan.ceilingDivide(shape.m(), tileM);
        int down = Math.toIntExact(LaunchPlan.ceilingDivide(tiles, parts));
        return new OwnPanels(down, LaunchPlan.blocks(shape, down * tileM, tileN));
    }

    private boolean busy(int computeUnits) {
        long perUnit = groups / computeUnits;
        return computeUnits == 1 // nobody waits for another
                || perUnit >= MANY_GROUPS
                || (perUnit >= FEW_GROUPS && groups % computeUnits == 0);
    }

    private KernelLaunch step(KernelCode code, long localBytes, Shape shape) {
        List<Argument> arguments = List.of(
                Argument.of(shape.m()),
                Argument.of(shape.n()),
                Argument.of(shape.k()),
                Argument.of(down),
                Argument.of(LaunchPlan.A),
                Argument.of(LaunchPlan.B),
                Argument.of(LaunchPlan.C));
        return new KernelLaunch(code, "own_panel", groups, 1, localBytes, arguments);
    }
}
