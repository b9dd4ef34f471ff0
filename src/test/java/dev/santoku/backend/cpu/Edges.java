package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.ScalarKernels;
import dev.santoku.matrix.Shape;
import java.util.List;

/** Shapes around the tiles and blocks of the plain Java kernels; thin in the other sides, so that they are quick. */
final class Edges {
    private static final int MR = ScalarKernels.MR;
    private static final int KC = ScalarKernels.KC;
    private static final int F32_NR = ScalarKernels.ROW_BYTES / Float.BYTES;
    private static final int F64_NR = ScalarKernels.ROW_BYTES / Double.BYTES;
    private static final int F32_NC = ScalarKernels.BLOCK_ROW_BYTES / Float.BYTES;
    private static final int F64_NC = ScalarKernels.BLOCK_ROW_BYTES / Double.BYTES;

    static final List<Shape> OF_BLOCKS = List.of(
            new Shape(MR - 1, 17, KC - 1),
            new Shape(MR, 16, KC),
            new Shape(MR + 1, 15, KC + 1),
            new Shape(2 * MR - 1, 9, 2 * KC + 1),
            new Shape(3, F64_NR - 1, 5),
            new Shape(MR, F64_NR, 4),
            new Shape(2, F64_NR + 1, KC + 3),
            new Shape(3, F32_NR - 1, 6),
            new Shape(MR, F32_NR, 7),
            new Shape(2, F32_NR + 1, KC + 1),
            new Shape(2, F64_NC - 1, 3),
            new Shape(MR + 1, F64_NC + 1, 2),
            new Shape(1, F32_NC - 1, 3),
            new Shape(2, F32_NC, 1),
            new Shape(MR + 1, F32_NC + 1, 2),
            new Shape(1, F32_NC + 1, KC + 1));

    private Edges() {}
}
