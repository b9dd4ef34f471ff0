package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Method;
import jdk.incubator.vector.VectorShape;

/**
 * What kernels are like for one reason alone: a habit of HotSpot's compilers, C1 and C2. Each entry names the versions on which the habit
 * was seen, OpenJDK 17.0.15 and 25; those between were not tried. The figures are in {@code experiments/vector-api-compiler.md}
 * and the pages beside it. On another compiler each of them may go.
 *
 * <p>Three habits shape the whole pattern of {@link TileCode} and have no method here:
 *
 * <ul>
 *   <li>C2 keeps a vector in a register only if it is a plain local variable (17 and 25). So there is no array of vectors and no loop over
 *       sums, and each shape of tile is a method of its own.
 *   <li>C1 refuses a method with two endings, one to overwrite C and one to add to it: "out of virtual registers" (17). HotSpot
 *       then at times never compiled it with C2. So sums begin with what stands in {@code from}, zeros or C, and there is one ending.
 *   <li>C2 makes one of two loads of an element from the same array (17 or 25; which was not noted). The element then goes through a register to each width
 *       of vectors, on the units that multiply. So kernels get A twice, as {@code a} and {@code aAgain}, and load from each.
 * </ul>
 *
 * <p>{@link WarmUp} is a whole class for the way in which HotSpot decides what to compile.
 */
final class HotSpotQuirks {
    /** Rows of A up to this length have kernels of their own, see {@link #knowsStride}. */
    static final int LONGEST_CONSTANT_STRIDE = 128;

    /** Of a tile whose kernel takes all steps from one to the next as arguments, see {@link #hasRegistersForSteps}. */
    private static final int MOST_ROWS_OF_STEPS = 6;

    private static final int MOST_VECTORS_OF_STEPS = 3;

    /** See {@link #waitForRows}. */
    private static final double ROW = 0.7;

    /** For vectors, of this processor. */
    private static final int REGISTERS =
            Registers.count(VectorShape.preferredShape().vectorBitSize(), System.getProperty("os.arch"));

    private static final Method CAST = Emitter.method(Class.class, "cast", Object.class);

    private HotSpotQuirks() {}

    /**
     * Whether any code of one process may use vectors of several widths. On 17 that spoils them: the profile of what the library's
     * methods are called with is one for all callers. What is compiled after a second width was seen allocates its vectors on
     * the heap, at a twentieth of the speed. 25 does not suffer. The code of a kernel guards itself, see {@link #tellClass}.
     */
    static boolean severalWidthsAreHarmless() {
        return Runtime.version().feature() >= 25;
    }

    /**
     * {@code (FloatVector) T.cast(sum)}, where T is the constant class of the vector; both are on the stack. It costs nothing, and tells C2
     * what it cannot know of a variable that changes in a loop: the class of the sum. Else C2 takes the class from the
     * profile of the library's methods, which on 17 no longer has one after a second width of vectors.
     */
    static void tellClass(Emitter code, ElementType element) {
        code.call(CAST);
        code.cast(element.vector());
    }

    /**
     * Whether the rows of a step of k must be blocks of their own, see {@link #endBlock}. C2 of 25 moves the loads of a block of code to
     * its front, whatever there is room for; that of 17 does not. Where not all elements of A of a step fit into registers at
     * once, sums then leave theirs. Where they fit, the branches would only cost.
     *
     * @param rows of a tile
     * @param vectors width of a tile
     * @param narrow whether its last vector is narrower
     */
    static boolean endsBlocks(int rows, int vectors, boolean narrow) {
        boolean loadsComeFirst = Runtime.version().feature() >= 25;
        return loadsComeFirst && rows * vectors + vectors + rows * (narrow ? 2 : 1) > REGISTERS;
    }

    /**
     * {@code if (p == kc + row) {}}, a branch that C2 cannot know is never taken. If it were, the interpreter would go on from there with
     * the sums of that moment. So they have to be computed before it, and the loads after it stay there. The empty branch
     * ends in the same place, so that the sums live on in both.
     */
    static void endBlock(Emitter code, Emitter.Local p, Emitter.Local kc, int row) {
        code.load(p);
        code.load(kc);
        code.plus(row);
        code.emptyBranchIfEqual();
    }

    /**
     * Whether a kernel can take all steps from one tile to the next as arguments. C2 gives each row of A an index of its own, and
     * the indices of many rows leave no register for the steps: in f32 8×3 tiles for 1000×1000×1000 were 7 % slower
     * with them (17), 6×4 ones 4 % (17; as fast on 25). Lower tiles are as fast, or faster: 6×2 ones by 9 % (17) and 12 % (25).
     */
    static boolean hasRegistersForSteps(int rows, int vectors) {
        return rows < MOST_ROWS_OF_STEPS || rows == MOST_ROWS_OF_STEPS && vectors <= MOST_VECTORS_OF_STEPS;
    }

    /**
     * What each step of a deep kernel costs beside its multiply-adds, counted in these, where A is read in place and has many rows. Where
     * all elements of a step have registers at once, C2 of 25 loads them first; 6×2 to 11×2 and 6×3 and 7×3 tiles are then 4 to
     * 20 % slower than from a packed A, and 8×3 and 12×2 ones, whose elements do not, no slower. On 17 those of
     * six rows alone are, by 3 %.
     *
     * @param rows of a tile
     * @param loads of A and B in a step
     * @param sums in vectors
     */
    static double waitForRows(int rows, int loads, int sums) {
        return rows >= MOST_ROWS_OF_STEPS && sums + loads <= REGISTERS ? ROW * (rows - MOST_ROWS_OF_STEPS + 1) : 0;
    }

    /**
     * Whether kernels should know the distance of two rows of A as a constant. Where it is an argument, C2 adds up an index for each
     * row in every step: 88 instead of 99 GFLOP/s for 32×32×32 in f32 (17). In products with longer rows that no longer shows.
     */
    static boolean knowsStride(int stride) {
        return stride <= LONGEST_CONSTANT_STRIDE;
    }
}
