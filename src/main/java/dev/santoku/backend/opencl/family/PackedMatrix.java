package dev.santoku.backend.opencl.family;

import dev.santoku.backend.UnsupportedProductException;
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

    /** Terms of 128² whose sum does not leave i32. */
    private static final int DEEPEST_OF_I8 = Integer.MAX_VALUE / (128 * 128);

    /**
     * As many slices of k as fill the device.
     *
     * @throws UnsupportedProductException where k is so large that sums of i8 could overflow
     */
    LaunchPlan plan() {
        if (precision == Precision.I8 && shape.k() > DEEPEST_OF_I8) {
            throw new UnsupportedProductException(
                    "%s: matrix instructions sum i8 in i32, which could overflow where k is above %d: choose warp, which sums in f32"
                            .formatted(shape, DEEPEST_OF_I8));
        }
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
        steps.add(pack(code, new Rows(shape.m(), shape.k(), 1, 1, tile.blockM()), true));
        steps.add(pack(
                code, new Rows(shape.n(), 1, shape.n(), tile.instruction().columnsOfUnit(), tile.blockN()), false));
        steps.addAll(multiplied.steps());
        List<Scratch> scratch = new ArrayList<>(multiplied.scratch());
        scratch.add(new Scratch(PACKED_A, units(shape.m(), tile.blockM()) * UNIT_BYTES));
        scratch.add(new Scratch(PACKED_B, units(shape.n(), tile.blockN()) * UNIT_BYTES));
        return new LaunchPlan(precision, scratch, steps);
    }

    private KernelCode code(SplitK slices) {
        KernelCode code = KernelCode.of(FILE, tile.macros(precision, shape)).with("SLICED", slices.count() > 1 ? 1 : 0);
        if (!limits.compiles()) { // fewer files: slices matter to integers alone, and odd rows are right for all
            code = code.with("WHOLE", 0).with("SLICED", precision == Precision.I8 && slices.count() > 1 ? 1 : 0);
        }
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

    /** Rows of A, or columns of B, which lie so far apart, as their elements do; a unit has a part of so many. */
    private record Rows(int count, int fromRow, int fromElement, int ofUnit, int block) {}

    private KernelLaunch pack(KernelCode code, Rows rows, boolean ofA) {
        long high = LaunchPlan.ceilingDivide(rows.count(), rows.block()) * rows.block();
        long deep = units(rows.count(), rows.block()) / high * rows.ofUnit();
        long squares = LaunchPlan.ceilingDivide(high / rows.ofUnit(), SIDE) * LaunchPlan.ceilingDivide(deep, SIDE);
        return new KernelLaunch(
                code,
                "pack",
                LaunchPlan.ceilingDivide(squares * SIDE * SIDE, tile.groupItems()),
                tile.groupItems(),
                0,
                List.of(
                        Argument.of(rows.count()),
                        Argument.of(shape.k()),
                        Argument.of(rows.fromRow()),
                        Argument.of(rows.fromElement()),
                        Argument.of(rows.ofUnit()),
                        Argument.of(rows.block()),
                        Argument.of(Math.toIntExact(tiles())),
                        Argument.of(ofA ? LaunchPlan.A : LaunchPlan.B),
                        Argument.of(ofA ? PACKED_A : PACKED_B)));
    }
}
