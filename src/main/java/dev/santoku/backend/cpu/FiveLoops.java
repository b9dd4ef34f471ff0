package dev.santoku.backend.cpu;

import dev.santoku.matrix.Shape;

/**
 * One product as five loops around a micro-kernel:
 *
 * <pre>
 *   for jc, columns of B packed at once
 *     for pc, depth by kc                     all members pack B; then they multiply:
 *       for jr, columns of these by nc        a kc×nc block of B stays in L2
 *         for ir, rows of A by mr             mr×kc of A are packed, and stay in L1; this is one task
 *           for each panel of the block       micro-kernel: an mr×nr tile of C
 * </pre>
 *
 * <p>Members share out first the packing of B, then the tasks, in two dimensions and as they come: a slow member holds
 * nobody up, and a thin C is shared by its other side. Neighbouring tasks use the same block of B.
 *
 * <p>A matrix of which each element is used a few times alone is not packed: copying it would cost more than reading it
 * in place.
 *
 * <p>An element of C is summed in the same order whoever computes it, so the product is the same to the bit on any
 * number of threads.
 *
 * <p>Source: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008); F. Van
 * Zee, R. van de Geijn, BLIS: A Framework for Rapidly Instantiating BLAS Functionality, ACM TOMS 41 (2015); T. Smith et
 * al., Anatomy of High-Performance Many-Threaded Matrix Multiplication, IPDPS 2014. There a block of A stays in L2 and a
 * panel of B in L1. Here it is the other way round: rows of A are copied as they lie, by the member that needs them, a
 * moment before it does. To pack all of A first, together, was slower: each tile then waits for rows from L3.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class FiveLoops<T> implements Team.Work {
    /**
     * Operations that are worth another thread: some tens of microseconds even on the fastest micro-kernel, several
     * times what it takes to wake one.
     */
    private static final double FLOPS_PER_MEMBER = 1 << 21;

    /** Elements of B packed at once at most: some megabytes, a share of the last cache. */
    private static final int MAX_PACKED = 1 << 21;

    /** Elements that one task packs, a few microseconds' work. */
    private static final int PACKED_PER_TASK = 8192;

    /** With so few columns of B, an element of A is used too seldom to be copied first. */
    private static final int COLUMNS_WITHOUT_PACKING = 127;

    /** With so few tiles above each other, an element of B is used too seldom to be copied first. */
    private static final int TILES_WITHOUT_PACKING = 3;

    /** A whole B of so few elements stays in the nearest caches as it is. */
    private static final int SMALL = 12_000;

    /** So many operations take about as long in a kernel that is not compiled as to have it compiled. */
    private static final double FLOPS_TO_WARM_UP = 1e6;

    private final Workspaces<T> workspaces;
    private final Packing<T> packer;
    private final T a;
    private final T b;
    private final T c;
    private final int m;
    private final int n;
    private final int k;
    private final int members;
    private final BlockSizes blocks;
    private final int strideOfA;
    private final boolean packsA;
    private final boolean packsB;
    private final int columnsAtOnce;
    private final int rowsOfTiles;
    private final Team.Task packing = this::pack;
    private final Team.Task multiplying = this::multiply;

    /** Where the loops are; the leader writes them between two rounds of tasks. */
    private Workspace<T> workspace;

    private int jc;
    private int columns;

    /** Columns of B that are read in place: none or, where B is not packed, those of all whole panels. */
    private int unpacked;

    private int pc;
    private int depth;

    /**
     * A product to be run any number of times, but not twice at once.
     *
     * @param a m×k, row-major; not modified
     * @param b k×n, row-major; not modified
     * @param c m×n, row-major; overwritten by each run
     * @param teamSize threads that could take part
     */
    FiveLoops(Workspaces<T> workspaces, Shape shape, T a, T b, T c, int teamSize) {
        this.workspaces = workspaces;
        this.a = a;
        this.b = b;
        this.c = c;
        m = shape.m();
        n = shape.n();
        k = shape.k();
        members = (int) Math.max(1, Math.min(teamSize, shape.flops() / FLOPS_PER_MEMBER));
        MicroKernels<T> kernels = workspaces.kernels();
        blocks = kernels.blocks(shape, members);
        packer = kernels.packing();
        packsA = k > blocks.kc() || n > COLUMNS_WITHOUT_PACKING;
        packsB = m > TILES_WITHOUT_PACKING * blocks.mr() && (long) k * n > SMALL;
        strideOfA = packsA ? kernels.strideOfA(blocks.kc()) : k;
        columnsAtOnce = Math.min(n, Math.max(1, MAX_PACKED / blocks.kc() / blocks.nc()) * blocks.nc());
        rowsOfTiles = BlockSizes.ceilDiv(m, blocks.mr());
        if (shape.flops() > FLOPS_TO_WARM_UP) {
            kernels.warmUp(blocks, strideOfA, Math.min(k, blocks.kc()), k > blocks.kc());
        }
    }

    /** Threads that this product is worth, at most the team's. */
    int members() {
        return members;
    }

    @Override
    public void run(Team.Crew crew) {
        workspace = workspaces.take();
        try {
            workspace.reserve(
                    blocks, crew.size(), packsA || m % blocks.mr() != 0 ? blocks.mr() * strideOfA : 0, spaceForB());
            for (jc = 0; jc < n; jc += columns) {
                columns = Math.min(columnsAtOnce, n - jc);
                unpacked = packsB ? 0 : columns / blocks.nr() * blocks.nr();
                for (pc = 0; pc < k; pc += depth) {
                    depth = Math.min(blocks.kc(), k - pc);
                    if (unpacked < columns) {
                        crew.each(BlockSizes.ceilDiv(depth, depthOfSlice()), packing);
                    }
                    crew.each(rowsOfTiles * BlockSizes.ceilDiv(columns, blocks.nc()), multiplying);
                }
            }
        } finally {
            workspaces.giveBack(workspace);
            workspace = null;
        }
    }

    private int spaceForB() {
        int columnsPacked = packsB ? BlockSizes.roundUp(columnsAtOnce, blocks.nr()) : blocks.nr();
        return !packsB && n % blocks.nr() == 0 ? 0 : columnsPacked * Math.min(k, blocks.kc());
    }

    private int depthOfSlice() {
        return Math.max(1, PACKED_PER_TASK / (columns - unpacked));
    }

    /** Task: packs some rows of B. */
    private void pack(int slice, int member) {
        int from = slice * depthOfSlice();
        packer.packB(
                b,
                (pc + from) * n + jc + unpacked,
                n,
                from,
                Math.min(depthOfSlice(), depth - from),
                columns - unpacked,
                workspace.packedB(),
                depth,
                blocks.nr());
    }

    /** Task: multiplies mr rows of A by a block of B. Where rows are missing from the last, they are packed all the same. */
    private void multiply(int index, int member) {
        int block = index / rowsOfTiles;
        int from = (index - block * rowsOfTiles) * blocks.mr();
        int height = Math.min(blocks.mr(), m - from);
        boolean isPackedA = packsA || height < blocks.mr();
        int fromColumn = block * blocks.nc();
        int toColumn = Math.min(columns, fromColumn + blocks.nc());
        if (isPackedA) {
            packer.packA(a, from * k + pc, k, height, depth, workspace.packedA(member), 0, strideOfA);
        }
        int firstPacked = Math.max(fromColumn, Math.min(toColumn, unpacked));
        MicroKernel<T> kernel = workspace.kernel(member);
        T rows = isPackedA ? workspace.packedA(member) : a;
        int firstRow = isPackedA ? 0 : from * k + pc;
        int at = from * n + jc;
        if (fromColumn < firstPacked) {
            kernel.multiply(
                    height,
                    firstPacked - fromColumn,
                    depth,
                    rows,
                    firstRow,
                    strideOfA,
                    b,
                    pc * n + jc + fromColumn,
                    n,
                    blocks.nr(),
                    c,
                    at + fromColumn,
                    n,
                    pc > 0);
        }
        if (firstPacked < toColumn) {
            kernel.multiply(
                    height,
                    toColumn - firstPacked,
                    depth,
                    rows,
                    firstRow,
                    strideOfA,
                    workspace.packedB(),
                    (firstPacked - unpacked) * depth,
                    blocks.nr(),
                    blocks.nr() * depth,
                    c,
                    at + firstPacked,
                    n,
                    pc > 0);
        }
    }
}
