package dev.santoku.backend.cpu;

import dev.santoku.matrix.Shape;

/**
 * One product as five loops around a micro-kernel:
 *
 * <pre>
 *   for jc, columns of B packed at once
 *     for pc, depth by kc
 *       for ic, rows of A by mc               all members pack A, and B the first time; then they multiply:
 *         for jr, these columns by nc         a kc×nc block of B stays in L2
 *           for ir, these rows by mr          a strip of A streams by; some strips × a block are one task
 *             for each panel of the block     micro-kernel: an mr×nr tile of C
 * </pre>
 *
 * <p>Members share out first the packing, then the tasks. Each packs and multiplies strips of its own, which then lie in its own
 * caches, and helps others when it has done all of them: a slow member holds nobody up. Its tasks come block of B after
 * block of B. Where B alone is packed, its blocks are what each member has of its own, and tasks come some strips after some
 * strips, which stay in L2 for all of these blocks. A small B, though, each member packs for itself, and has strips of its own
 * again: then nobody reads what another one has written, wherever their processors are.
 *
 * <p>A matrix is not packed where that costs more than reading it in place: where its elements are used a few times alone, or where
 * a near cache holds all of it.
 *
 * <p>Where C is no whole number of tiles, its last tiles lie at its last rows and columns and overlap those before. With a
 * depth of one block both compute the same there, to the bit, and it does not matter who writes. With more, tiles add to
 * C, and of the last ones only what is theirs alone reaches it.
 *
 * <p>An element of C is summed in the same order whoever computes it, so the product is the same to the bit on any
 * number of threads.
 *
 * <p>Source: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008); F. Van
 * Zee, R. van de Geijn, BLIS: A Framework for Rapidly Instantiating BLAS Functionality, ACM TOMS 41 (2015); T. Smith et
 * al., Anatomy of High-Performance Many-Threaded Matrix Multiplication, IPDPS 2014. There a block of A stays in L2 and
 * panels of B stream by; here it is the other way round, since tiles are wide and not high.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class FiveLoops<T> implements Team.Work {
    /**
     * Operations that are worth another thread: some tens of microseconds even on the fastest micro-kernel, several
     * times what it takes to wake one.
     */
    private static final double FLOPS_PER_MEMBER = 1 << 21;

    /** Elements that one task packs, a few microseconds' work. */
    private static final int PACKED_PER_TASK = 8192;

    /** Tasks for each member that make the last one short enough, as far as more can be made. */
    private static final int TASKS_PER_MEMBER = 32;

    /** The least of a small product, whose tasks would be so short that handing them out counts. */
    private static final int FEW_TASKS_PER_MEMBER = 4;

    /** Operations × bytes of an element of a task, at least, where a member has more than those few: about ten microseconds. */
    private static final double FLOP_BYTES_PER_TASK = 1 << 22;

    private static final int MOST_STRIPS_PER_TASK = 8;

    /**
     * Bytes that are left out before the packed B, whose vectors then lie within a cache line each: HotSpot begins a large array
     * at a line, and its elements 16 bytes later. Where it does not, nothing is lost.
     */
    private static final int TO_CACHE_LINE = 48;

    private final Workspaces<T> workspaces;
    private final Packing<T> packer;
    private final T a;
    private final T b;
    private final T c;
    private final int m;
    private final int n;
    private final int k;
    private final double flops;
    private final int members;
    private final BlockSizes blocks;
    private final int mr;
    private final int nr;
    private final int slice;
    private final int startOfB;
    private final boolean packsA;
    private final boolean packsB;
    private final boolean copiesB;
    private final boolean isOneDeep;
    private final int columnsAtOnce;
    private final int strips;
    private final int mostStripsPerTask;
    private final int tasksPerMember;
    private final int lengthOfStrip;
    private final int lengthOfB;
    private final TaskGrid shares = new TaskGrid();
    private final EvenSplit down = new EvenSplit();
    private final EvenSplit across = new EvenSplit();
    private final Team.Task packing = this::pack;
    private final Team.Task packingOwnB = this::packOwnB;
    private final Team.Task multiplying = this::multiply;
    private final Team.Task multiplyingOwnB = this::multiplyOwnB;

    /** The kernel of a product for one thread that packs nothing; else null. */
    private final MicroKernel<T> kernelInPlace;

    /** Whether its kernels were compiled, as far as it knows. */
    private boolean warm;

    /** Where the loops are; the leader writes them between two rounds of tasks. */
    private Workspace<T> workspace;

    private int originOfA;
    private int originOfB;
    private int originOfC;
    private int jc;
    private int columns;
    private int pc;
    private int depth;
    private int firstStrip;
    private int stripsAtOnce;
    private int tasksToPackB;
    private int ownersOfB;

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
        flops = shape.flops();
        members = members(shape, teamSize);
        MicroKernels<T> kernels = workspaces.kernels();
        blocks = kernels.blocks(shape, members);
        packer = kernels.packing();
        mr = blocks.mr();
        nr = blocks.nr();
        slice = MicroKernel.SLICE_BYTES / workspaces.elements().bytes();
        startOfB = TO_CACHE_LINE / workspaces.elements().bytes();
        isOneDeep = k <= blocks.kc();
        packsA = kernels.packsA(shape);
        packsB = n < nr || (n > nr && kernels.packsB(shape, blocks));
        copiesB = packsB && !packsA && kernels.copiesB(shape, members);
        int mostColumns = Math.max(members, kernels.mostOfB() / blocks.kc() / blocks.nc()) * blocks.nc();
        columnsAtOnce = Math.min(n, BlockSizes.roundUp(BlockSizes.evenCut(n, mostColumns), blocks.nc()));
        strips = BlockSizes.ceilDiv(m, mr);
        mostStripsPerTask = (int)
                Math.max(1, Math.min(MOST_STRIPS_PER_TASK, kernels.mostOfA() / ((long) mr * Math.min(k, blocks.kc()))));
        double longEnough = flops / members * workspaces.elements().bytes() / FLOP_BYTES_PER_TASK;
        tasksPerMember = (int) Math.max(FEW_TASKS_PER_MEMBER, Math.min(TASKS_PER_MEMBER, longEnough));
        lengthOfB = BlockSizes.roundUp(BlockSizes.roundUp(columnsAtOnce, nr) * Math.min(k, blocks.kc()), slice);
        lengthOfStrip = mr * BlockSizes.roundUp(Math.min(k, blocks.kc()), slice);
        kernelInPlace = members == 1 && !packsA && !packsB ? kernels.create(blocks) : null;
        if (flops > Workspaces.FLOPS_WORTH_COMPILING) {
            warmUp();
        }
    }

    /** Threads that a product is worth, at most so many. */
    static int members(Shape shape, int teamSize) {
        return (int) Math.max(1, Math.min(teamSize, shape.flops() / FLOPS_PER_MEMBER));
    }

    /**
     * Has the next run compute another product of a batch.
     *
     * @param product from 0; A, B and C hold the matrices of all products one behind the other
     */
    void at(int product) {
        originOfA = product * m * k;
        originOfB = product * k * n;
        originOfC = product * m * n;
    }

    /** Threads that this product is worth, at most the team's. */
    int members() {
        return members;
    }

    private void warmUp() {
        warm = warm || workspaces.warm(flops, this::compile);
    }

    private boolean compile() {
        return workspaces.kernels().warmUp(blocks, lda(), sliceStep(), Math.min(k, blocks.kc()), !isOneDeep);
    }

    /** Whether the caller alone can compute it, by {@link #runAlone}: nothing is shared and nothing packed. */
    boolean needsNoTeam() {
        return kernelInPlace != null;
    }

    /** Computes what {@link #needsNoTeam needs no team}; a small product takes about as long as asking for one. */
    void runAlone() {
        warmUp();
        jc = 0;
        columns = n;
        for (pc = 0; pc < k; pc += depth) {
            depth = Math.min(blocks.kc(), k - pc);
            for (int strip = 0; strip < strips; strip++) {
                multiplyStrip(kernelInPlace, strip, 0, n, startOfB);
            }
        }
    }

    @Override
    public void run(Team.Crew crew) {
        warmUp();
        workspace = workspaces.take();
        try {
            workspace.reserve(blocks, crew.size(), spaceForA(), spaceForB(crew.size()));
            for (jc = 0; jc < n; jc += columns) {
                columns = Math.min(columnsAtOnce, n - jc);
                for (pc = 0; pc < k; pc += depth) {
                    depth = Math.min(blocks.kc(), k - pc);
                    runBlocks(crew);
                }
            }
        } finally {
            workspaces.giveBack(workspace);
            workspace = null;
        }
    }

    /** Multiplies some columns of A by as many rows of B. */
    private void runBlocks(Team.Crew crew) {
        int crewSize = crew.size();
        int stripsOfBlock = packsA ? blocks.mc() / mr : strips;
        int blocksOfB = BlockSizes.ceilDiv(columns, blocks.nc());
        boolean ownsBlocksOfB = packsB && !packsA && !copiesB && crewSize > 1 && blocksOfB >= crewSize;
        ownersOfB = copiesB || ownsBlocksOfB ? crewSize : 1;
        across.reset(BlockSizes.ceilDiv(columns, nr), ownsBlocksOfB ? crewSize : 1, blocks.nc() / nr);
        tasksToPackB = packsB ? ownersOfB * slicesOfB() : 0;
        for (firstStrip = 0; firstStrip < strips; firstStrip += stripsAtOnce) {
            stripsAtOnce = Math.min(stripsOfBlock, strips - firstStrip);
            long tasks = (long) tasksPerMember * crewSize;
            int stripsPerTask = (int) Math.max(1, Math.min(mostStripsPerTask, (long) stripsAtOnce * blocksOfB / tasks));
            down.reset(stripsAtOnce, ownsBlocksOfB ? 1 : Math.min(crewSize, stripsAtOnce), stripsPerTask);
            if (packsA) {
                shares.reset(crewSize, down.count(), 1);
                crew.each(tasksToPackB + down.count(), packing);
            } else if (packsB) {
                shares.reset(crewSize, ownersOfB, slicesOfB());
                crew.each(tasksToPackB, packingOwnB);
            }
            tasksToPackB = 0;
            // Where A is not packed, its strips stay in L2 for all blocks of B that a member has.
            if (ownsBlocksOfB) {
                shares.reset(crewSize, across.count(), down.count());
                crew.each(across.count() * down.count(), multiplyingOwnB);
            } else if (packsB && !packsA) {
                shares.resetRowAfterRow(crewSize, down.count(), across.count());
                crew.each(down.count() * across.count(), multiplying);
            } else {
                shares.reset(crewSize, down.count(), across.count());
                crew.each(down.count() * across.count(), multiplying);
            }
        }
    }

    private int spaceForA() {
        return packsA ? blocks.mc() / mr * lengthOfStrip : 0;
    }

    private int spaceForB(int crewSize) {
        return packsB ? startOfB + (copiesB ? crewSize : 1) * lengthOfB : 0;
    }

    private int lda() {
        return packsA ? slice : k;
    }

    private int sliceStep() {
        return packsA ? mr * slice : slice;
    }

    /** Rows of B that a task packs, of all columns or of those of a member. */
    private int depthOfSlice() {
        long wide = (long) across.most() * nr;
        return (int) Math.min(depth, Math.max(1, PACKED_PER_TASK / wide));
    }

    private int slicesOfB() {
        return BlockSizes.ceilDiv(depth, depthOfSlice());
    }

    /** Task: packs some rows of B, or some strips of A. */
    private void pack(int task, int member) {
        if (task < tasksToPackB) {
            packB(task, 0, columns, startOfB);
        } else {
            packA(shares.take(member));
        }
    }

    /** Task: packs some rows of B for a member: of all columns, or of those that it alone multiplies by. */
    private void packOwnB(int task, int member) {
        int mine = shares.take(member);
        int slice = mine / ownersOfB;
        int owner = mine - slice * ownersOfB;
        if (copiesB) {
            packB(slice, 0, columns, startOfB + owner * lengthOfB);
        } else {
            packB(slice, columnsBefore(across.firstOf(owner)), columnsBefore(across.firstOf(owner + 1)), startOfB);
        }
    }

    /** Columns of B at once that lie left of a panel. */
    private int columnsBefore(int panel) {
        return Math.min(columns, panel * nr);
    }

    private void packA(int piece) {
        for (int strip = down.from(piece); strip < down.to(piece); strip++) {
            int row = firstRow(firstStrip + strip);
            packer.packA(a, originOfA + row * k + pc, k, mr, depth, workspace.packedA(), strip * lengthOfStrip, mr);
        }
    }

    private void packB(int slice, int fromColumn, int toColumn, int start) {
        int from = slice * depthOfSlice();
        int rows = Math.min(depthOfSlice(), depth - from);
        int whole = (toColumn - fromColumn) / nr * nr;
        int row = originOfB + (pc + from) * n;
        packer.packB(
                b,
                row + jc + fromColumn,
                n,
                from,
                rows,
                whole,
                workspace.packedB(),
                start + fromColumn * depth,
                depth,
                nr);
        if (fromColumn + whole < toColumn) {
            int width = Math.min(nr, n);
            int at = start + (fromColumn + whole) * depth + nr - width;
            packer.packB(b, row + n - width, n, from, rows, width, workspace.packedB(), at, depth, nr);
        }
    }

    /** Task: multiplies some of a member's own strips of A by a block of B. */
    private void multiply(int task, int member) {
        int mine = shares.take(member);
        int block = mine / down.count();
        multiply(mine - block * down.count(), block, member);
    }

    /** Task: multiplies some strips of A by one of a member's own blocks of B. */
    private void multiplyOwnB(int task, int member) {
        int mine = shares.take(member);
        int piece = mine / across.count();
        multiply(piece, mine - piece * across.count(), member);
    }

    private void multiply(int piece, int block, int member) {
        int fromColumn = columnsBefore(across.from(block));
        int toColumn = columnsBefore(across.to(block));
        int start = copiesB ? startOfB + member * lengthOfB : startOfB;
        for (int strip = down.from(piece); strip < down.to(piece); strip++) {
            multiplyStrip(workspace.kernel(member), firstStrip + strip, fromColumn, toColumn, start);
        }
    }

    /** The first row of a strip's tiles; the last strip may overlap the one before. */
    private int firstRow(int strip) {
        return Math.min(strip * mr, m - mr);
    }

    /** Multiplies a strip of A by some columns of B, whose first panel, if B is packed, begins at {@code start}. */
    private void multiplyStrip(MicroKernel<T> kernel, int strip, int fromColumn, int toColumn, int start) {
        int rows = isOneDeep ? mr : Math.min(mr, m - strip * mr);
        int row = firstRow(strip);
        T rowsOfA = packsA ? workspace.packedA() : a;
        int aAt = packsA ? (strip - firstStrip) * lengthOfStrip : originOfA + row * k + pc;
        T panels = packsB ? workspace.packedB() : b;
        int ldb = packsB ? nr : n;
        int cAt = originOfC + (row + mr - rows) * n;
        int whole = (toColumn - fromColumn) / nr;
        if (whole > 0) {
            int bAt = packsB ? start + fromColumn * depth : originOfB + pc * n + jc + fromColumn;
            int panelStep = packsB ? nr * depth : nr;
            multiplyPanels(kernel, rows, whole, rowsOfA, aAt, panels, bAt, ldb, panelStep, cAt + jc + fromColumn);
        }
        int rest = toColumn - fromColumn - whole * nr;
        if (rest > 0) {
            int width = isOneDeep ? Math.min(nr, n) : rest;
            int bAt = packsB ? start + (toColumn - rest) * depth : originOfB + pc * n + n - nr;
            multiplyPart(kernel, rows, width, rowsOfA, aAt, panels, bAt, ldb, cAt + n - width);
        }
    }

    private void multiplyPanels(
            MicroKernel<T> kernel,
            int rows,
            int whole,
            T rowsOfA,
            int aAt,
            T panels,
            int bAt,
            int ldb,
            int panelStep,
            int cAt) {
        if (rows == mr) {
            kernel.multiply(
                    whole, depth, rowsOfA, aAt, lda(), sliceStep(), panels, bAt, ldb, panelStep, c, cAt, n, pc > 0);
            return;
        }
        for (int panel = 0; panel < whole; panel++) {
            multiplyPart(kernel, rows, nr, rowsOfA, aAt, panels, bAt + panel * panelStep, ldb, cAt + panel * nr);
        }
    }

    private void multiplyPart(
            MicroKernel<T> kernel, int rows, int width, T rowsOfA, int aAt, T panel, int bAt, int ldb, int cAt) {
        if (rows == mr && width == nr) {
            kernel.multiply(1, depth, rowsOfA, aAt, lda(), sliceStep(), panel, bAt, ldb, 0, c, cAt, n, pc > 0);
        } else {
            kernel.multiplyPart(
                    rows, width, depth, rowsOfA, aAt, lda(), sliceStep(), panel, bAt, ldb, c, cAt, n, pc > 0);
        }
    }
}
