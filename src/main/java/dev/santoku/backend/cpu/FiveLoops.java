package dev.santoku.backend.cpu;

import dev.santoku.matrix.Shape;

/**
 * One product as five loops around a micro-kernel:
 *
 * <pre>
 *   for jc, columns of C by nc                 a block of B is packed for
 *     for pc, depth by kc                      each (jc, pc), by all members together
 *       for ic, rows of C by mc                a block of A is packed
 *         for jr, columns of the block by nr   a panel of B stays in L1
 *           for ir, rows of the block by mr    micro-kernel: one tile of C
 * </pre>
 *
 * <p>With several members the third loop takes many blocks of A at a time: first all members pack, then they share out
 * the pieces of C that these blocks reach, one block of A times one panel of B each, in two dimensions and as they
 * come. Nobody packs what another packs, and a thin C is shared by its other side.
 *
 * <p>An element of C is summed in the same order whoever computes it, so the product is the same to the bit on any
 * number of threads.
 *
 * <p>Source: F. Van Zee, R. van de Geijn, BLIS: A Framework for Rapidly Instantiating BLAS Functionality, ACM TOMS 41
 * (2015); T. Smith et al., Anatomy of High-Performance Many-Threaded Matrix Multiplication, IPDPS 2014.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class FiveLoops<T> implements Team.Work {
    /**
     * Operations that are worth another thread: some tens of microseconds even on the fastest micro-kernel, several
     * times what it takes to wake one.
     */
    private static final double FLOPS_PER_MEMBER = 1 << 21;

    /** Blocks of A per member between two waits for each other: enough that the last task is a small part of all. */
    private static final int BLOCKS_PER_MEMBER = 16;

    /** Elements of A packed at once at most. */
    private static final int MAX_PACKED_A = 1 << 25;

    /** Elements of B that one task packs, a few microseconds' work. */
    private static final int PACKED_PER_TASK = 8192;

    private final Workspaces<T> workspaces;
    private final Elements<T> elements;
    private final T a;
    private final T b;
    private final T c;
    private final int m;
    private final int n;
    private final int k;
    private final int members;
    private final BlockSizes blocks;
    private final Team.Task packing = this::pack;
    private final Team.Task multiplying = this::multiply;

    /** Where the loops are; the leader writes them between two rounds of tasks. */
    private Workspace<T> workspace;

    private int jc;
    private int columns;
    private int pc;
    private int depth;
    private int ic;
    private int rows;
    private int slicesOfB;

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
        this.elements = workspaces.elements();
        this.a = a;
        this.b = b;
        this.c = c;
        m = shape.m();
        n = shape.n();
        k = shape.k();
        members = (int) Math.max(1, Math.min(teamSize, shape.flops() / FLOPS_PER_MEMBER));
        blocks = workspaces.kernels().blocks(shape, members);
    }

    /** Threads that this product is worth, at most the team's. */
    int members() {
        return members;
    }

    @Override
    public void run(Team.Crew crew) {
        int rowsAtOnce = rowsAtOnce(crew.size());
        workspace = workspaces.take();
        try {
            workspace.reserve(
                    blocks,
                    crew.size(),
                    BlockSizes.roundUp(Math.min(m, rowsAtOnce), blocks.mr()) * Math.min(k, blocks.kc()),
                    BlockSizes.roundUp(Math.min(n, blocks.nc()), blocks.nr()) * Math.min(k, blocks.kc()));
            for (int column = 0; column < BlockSizes.ceilDiv(n, blocks.nc()); column++) {
                jc = column * blocks.nc();
                columns = Math.min(blocks.nc(), n - jc);
                multiplyColumns(crew, rowsAtOnce);
            }
        } finally {
            workspaces.giveBack(workspace);
            workspace = null;
        }
    }

    private int rowsAtOnce(int crewSize) {
        int limit = Math.max(1, MAX_PACKED_A / (blocks.kc() * blocks.mc()));
        int wanted = crewSize == 1 ? 1 : Math.multiplyExact(crewSize, BLOCKS_PER_MEMBER);
        return Math.min(limit, wanted) * blocks.mc();
    }

    private void multiplyColumns(Team.Crew crew, int rowsAtOnce) {
        for (int step = 0; step < BlockSizes.ceilDiv(k, blocks.kc()); step++) {
            pc = step * blocks.kc();
            depth = Math.min(blocks.kc(), k - pc);
            int slices = BlockSizes.ceilDiv(depth, depthOfSlice());
            for (int chunk = 0; chunk < BlockSizes.ceilDiv(m, rowsAtOnce); chunk++) {
                ic = chunk * rowsAtOnce;
                rows = Math.min(rowsAtOnce, m - ic);
                slicesOfB = chunk == 0 ? slices : 0; // B is packed with the first rows, and stays for the others
                crew.each(panelsOfB() * slicesOfB + BlockSizes.ceilDiv(rows, blocks.mr()), packing);
                crew.each(BlockSizes.ceilDiv(rows, blocks.mc()) * panelsOfB(), multiplying);
            }
        }
    }

    private int panelsOfB() {
        return BlockSizes.ceilDiv(columns, blocks.nr());
    }

    private int depthOfSlice() {
        return Math.max(1, PACKED_PER_TASK / blocks.nr());
    }

    /** Task: packs a slice of a panel of B, or a panel of A. */
    private void pack(int index, int member) {
        int slices = panelsOfB() * slicesOfB;
        if (index < slices) {
            packSliceOfB(index / slicesOfB, index % slicesOfB);
        } else {
            packPanelOfA(index - slices);
        }
    }

    private void packSliceOfB(int panel, int slice) {
        int nr = blocks.nr();
        int jr = panel * nr;
        int from = slice * depthOfSlice();
        elements.packB(
                b,
                (pc + from) * n + jc + jr,
                n,
                Math.min(nr, columns - jr),
                Math.min(depthOfSlice(), depth - from),
                nr,
                workspace.packedB(),
                jr * depth + from * nr);
    }

    private void packPanelOfA(int panel) {
        int ir = panel * blocks.mr();
        elements.packA(
                a,
                (ic + ir) * k + pc,
                k,
                Math.min(blocks.mr(), rows - ir),
                depth,
                blocks.mr(),
                workspace.packedA(),
                ir * depth);
    }

    /** Task: multiplies a block of A and a panel of B. */
    private void multiply(int index, int member) {
        int panel = index % panelsOfB();
        int from = index / panelsOfB() * blocks.mc();
        int to = Math.min(rows, from + blocks.mc());
        for (int ir = from; ir < to; ir += blocks.mr()) {
            multiplyTile(ir, panel * blocks.nr(), member);
        }
    }

    private void multiplyTile(int ir, int jr, int member) {
        MicroKernel<T> kernel = workspace.kernel(member);
        int at = (ic + ir) * n + jc + jr;
        int height = Math.min(blocks.mr(), rows - ir);
        int width = Math.min(blocks.nr(), columns - jr);
        boolean accumulate = pc > 0;
        int aAt = ir * depth;
        int bAt = jr * depth;
        if (height == blocks.mr() && width == blocks.nr()) {
            kernel.multiply(depth, workspace.packedA(), aAt, workspace.packedB(), bAt, c, at, n, accumulate);
            return;
        }
        T tile = workspace.tile(member);
        if (accumulate) {
            copyRows(c, at, n, tile, 0, blocks.nr(), height, width);
        }
        kernel.multiply(depth, workspace.packedA(), aAt, workspace.packedB(), bAt, tile, 0, blocks.nr(), accumulate);
        copyRows(tile, 0, blocks.nr(), c, at, n, height, width);
    }

    // System.arraycopy takes arrays as objects, so this is not in need of a twin.
    @SuppressWarnings("SuspiciousSystemArraycopy")
    private void copyRows(T from, int fromAt, int fromStep, T to, int toAt, int toStep, int height, int width) {
        for (int i = 0; i < height; i++) {
            System.arraycopy(from, fromAt + i * fromStep, to, toAt + i * toStep, width);
        }
    }
}
