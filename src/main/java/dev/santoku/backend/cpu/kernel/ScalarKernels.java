package dev.santoku.backend.cpu.kernel;

import dev.santoku.matrix.Shape;

/**
 * Micro-kernels in plain Java, without a loop that names vectors.
 *
 * <p>Their tile is unlike that of a SIMD kernel. C2, the compiler of HotSpot, turns a loop over j into SIMD by itself,
 * on JDK 17 and 25, if all its array accesses differ by constants alone and the loop is long and short of terms; what
 * is kept in local variables stays scalar. So a tile is wide: {@code acc[j] += a0·b[j] + a1·b[j + S] + …}, where the
 * row of the tile and four rows of B's panel were first copied to where these indices hold. In
 * {@code experiments/java-micro-kernel.md} stand the forms that lost.
 */
public final class ScalarKernels implements KernelProvider {
    /**
     * Rows of a tile at most: what a copied row of B is used for. Fewer make the copies dear; with more, the rows of
     * the tile, 4 KiB each, crowd the L2 cache.
     */
    public static final int MR = 16;

    /**
     * Bytes of a row of the tile at most. Four such rows of B, 16 KiB, and two of C fit L1 (32 KiB); a shorter row
     * spends more of its time in the scalar iterations that C2 puts before and after the SIMD loop.
     */
    public static final int ROW_BYTES = 4096;

    /**
     * Depth of the panels. A panel of B, 1 MiB, is read from L2 or L3 once per {@link #MR} rows, which costs little at
     * 16 products per element; a shallower one would have C read and written more often.
     */
    public static final int KC = 256;

    /** Bytes of a row of B's packed block: with {@link #KC} rows 4 MiB, a share of L3. */
    public static final int BLOCK_ROW_BYTES = 16_384;

    /** Bytes of B packed at once, likewise. */
    static final int PACKED_BYTES = 8 << 20;

    /** Bytes of A that a task takes past the blocks of B, a share of L2. */
    static final int TASK_BYTES = 128 << 10;

    /** Rows of the packed block of A: with {@link #KC} columns 2 MiB in f32, a share of L3. */
    static final int MC = 2048;

    /** Widths are a multiple of this many bytes: one AVX-512 register, two of AVX2, four of NEON. */
    private static final int WIDTH_STEP_BYTES = 64;

    /** A narrower tile loses more in the loop's ends than another thread gains. */
    private static final int MIN_ROW_BYTES = 512;

    private static final int MIN_MR = 4;

    /** With so few columns of B, an element of A is used too seldom to be copied first. */
    private static final int COLUMNS_WITHOUT_PACKING = 127;

    /** With so few tiles above each other, an element of B is used too seldom to be copied first. */
    private static final int TILES_WITHOUT_PACKING = 3;

    /** A whole B of so few elements stays in the nearest caches as it is. */
    private static final int SMALL = 12_000;

    @Override
    public MicroKernels<float[]> floats() {
        return new Family<>(Float.BYTES, FloatRowKernel::new);
    }

    @Override
    public MicroKernels<double[]> doubles() {
        return new Family<>(Double.BYTES, DoubleRowKernel::new);
    }

    /** Makes a kernel for tiles of mr×nr. */
    private interface KernelOf<T> {
        MicroKernel<T> create(int mr, int nr);
    }

    /** @param bytes of an element */
    private record Family<T>(int bytes, KernelOf<T> kernel) implements MicroKernels<T> {
        @Override
        public BlockSizes blocks(Shape shape, int members) {
            return ScalarKernels.blocks(shape, members, bytes);
        }

        @Override
        public MicroKernel<T> create(BlockSizes blocks) {
            return kernel.create(blocks.mr(), blocks.nr());
        }

        @Override
        public boolean packsA(Shape shape) {
            return shape.n() > COLUMNS_WITHOUT_PACKING;
        }

        @Override
        public boolean packsB(Shape shape, BlockSizes blocks) {
            return shape.m() > TILES_WITHOUT_PACKING * blocks.mr() && (long) shape.k() * shape.n() > SMALL;
        }

        @Override
        public int mostOfA() {
            return TASK_BYTES / bytes;
        }

        @Override
        public int mostOfB() {
            return PACKED_BYTES / bytes;
        }

        @Override
        public Packing<T> packing() {
            return new PlainPacking<>(MicroKernel.SLICE_BYTES / bytes);
        }
    }

    /** A tile cut evenly out of C and, for many threads, small enough that each finds its share. */
    private static BlockSizes blocks(Shape shape, int members, int bytes) {
        int step = WIDTH_STEP_BYTES / bytes;
        int mr = BlockSizes.evenCut(shape.m(), MR);
        int nr = Math.min(shape.n(), BlockSizes.roundUp(BlockSizes.evenCut(shape.n(), ROW_BYTES / bytes), step));
        while (members > 1 && tiles(shape, mr, nr) < (long) BlockSizes.PIECES_PER_MEMBER * members) {
            if (nr > MIN_ROW_BYTES / bytes) {
                nr = BlockSizes.roundUp(nr / 2, step);
            } else if (mr > MIN_MR) {
                mr = mr / 2;
            } else {
                break;
            }
        }
        int nc = Math.max(1, BLOCK_ROW_BYTES / bytes / nr) * nr;
        return new BlockSizes(mr, nr, MC / mr * mr, KC, nc).fittedTo(shape, members);
    }

    private static long tiles(Shape shape, int mr, int nr) {
        return (long) BlockSizes.ceilDiv(shape.m(), mr) * BlockSizes.ceilDiv(shape.n(), nr);
    }
}
