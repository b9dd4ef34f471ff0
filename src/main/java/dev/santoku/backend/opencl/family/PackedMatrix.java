package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One product of a reduced format by {@code packed.cl}: A and B are packed into words, in the order of the tiles that a matrix
 * instruction multiplies. It takes every shape: what is thin wastes lanes, but is computed in the same arithmetic.
 *
 * @param wanted the parameters before they were fitted to the shape, by which a compiler gets its flags
 */
record PackedMatrix(DeviceLimits limits, Precision precision, Shape shape, MatrixTile wanted, MatrixTile tile) {
    /** Its file in {@code kernels/}, without the ending. */
    static final String FILE = "packed";

    private static final String PACKED_A = "packedA";
    private static final String PACKED_B = "packedB";
    private static final int UNIT_BYTES = 16;

    /** Rows and units that {@code pack} takes at once. */
    private static final int SIDE = 8;

    /** As many slices of k as fill the device. */
    LaunchPlan plan() {
        SplitK slices = SplitK.of(limits, precision, shape, tile.blocks(shape), tile.blockK());
        KernelCode code = code(slices);
        Argument tiles = Argument.of(Math.toIntExact(tiles()));
        KernelLaunch multiply = new KernelLaunch(
                code,
                FILE,
                tile.blocks(shape) * slices.count(),
                tile.groupItems(),
                tile.localBytes(precision),
                List.of(
                        Argument.of(shape.m()),
                        Argument.of(shape.n()),
                        tiles,
                        slices.count() == 1 ? tiles : Argument.of(slices.depth() / tile.blockK()),
                        Argument.of(PACKED_A),
                        Argument.of(PACKED_B),
                        slices.target()));
        LaunchPlan multiplied =
                slices.plan(precision, shape, multiply, tile.instruction().warp());
        List<KernelLaunch> steps = new ArrayList<>();
        steps.add(pack(code, shape.m(), shape.k(), 1, tile.blockM(), LaunchPlan.A, PACKED_A));
        steps.add(pack(code, shape.n(), 1, shape.n(), tile.blockN(), LaunchPlan.B, PACKED_B));
        steps.addAll(multiplied.steps());
        List<Scratch> scratch = new ArrayList<>(multiplied.scratch());
        scratch.add(new Scratch(PACKED_A, units(shape.m(), tile.blockM()) * UNIT_BYTES));
        scratch.add(new Scratch(PACKED_B, units(shape.n(), tile.blockN()) * UNIT_BYTES));
        return new LaunchPlan(precision, scratch, steps);
    }

    private KernelCode code(SplitK slices) {
        KernelCode code = KernelCode.of(FILE, tile.macros(precision, shape)).with("SLICED", slices.count() > 1 ? 1 : 0);
        boolean isNative = tile.parameters().get("NATIVE") == 1;
        return isNative ? code.on(limits.architecture(), wanted.bytesOfSums(precision)) : code;
    }

    /** Tiles along k. */
    private long tiles() {
        return LaunchPlan.ceilingDivide(shape.k(), tile.blockK());
    }

    /** Units of packed rows, in whole blocks. */
    private long units(int rows, int block) {
        return LaunchPlan.ceilingDivide(rows, block)
                * block
                * tiles()
                * (tile.blockK() / tile.instruction().unit());
    }

    /** Packs rows whose elements lie so far apart, as the rows do. */
    private KernelLaunch pack(
            KernelCode code, int rows, int fromRow, int fromElement, int block, String from, String packed) {
        long high = LaunchPlan.ceilingDivide(rows, block) * block;
        long squares = high / SIDE * LaunchPlan.ceilingDivide(units(rows, block) / high, SIDE);
        return new KernelLaunch(
                code,
                "pack",
                LaunchPlan.ceilingDivide(squares * SIDE * SIDE, tile.groupItems()),
                tile.groupItems(),
                0,
                List.of(
                        Argument.of(rows),
                        Argument.of(shape.k()),
                        Argument.of(fromRow),
                        Argument.of(fromElement),
                        Argument.of(block),
                        Argument.of(Math.toIntExact(tiles())),
                        Argument.of(from),
                        Argument.of(packed)));
    }
}
