package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.cpu.threads.TaskGrid;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Shape;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

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
 * strips, which stay in L2 for all of these plan.blocks(). A small B, though, each member packs for itself, and has strips of its own
 * again: then nobody reads what another one has written, wherever their processors are.
 *
 * <p>A matrix is not packed where that costs more than reading it in place: where its elements are used a few times alone, or where
 * a near cache holds all of it.
 *
 * <p>Where C is no whole number of tiles, its last tiles lie at its last rows and columns and overlap those before, unless the kernel
 * has a narrower one for the last columns. With a
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
    /** Elements that one task packs, a few microseconds' work. */
    private static final int PACKED_PER_TASK = 8192;

    private final Workspaces<T> workspaces;
    private final LoopPlan plan;
    private final LoopPlan.Packed packed;
    private final LoopBody<T> body;
    private final AtomicBoolean stop;
    private final int nr;
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

    private int columns;
    private int depth;
    private int tasksToPackB;
    private int ownersOfB;

    /**
     * A product to be run any number of times, but not twice at once.
     *
     * @param a m×k, row-major; not modified
     * @param b k×n, row-major; not modified
     * @param c m×n, row-major; overwritten by each run
     * @param teamSize threads that could take part
     * @param stop once it is true, a run that is shared out ends soon with a {@link CancellationException}
     */
    FiveLoops(Workspaces<T> workspaces, Shape shape, T a, T b, T c, int teamSize, AtomicBoolean stop) {
        this.stop = stop;
        this.workspaces = workspaces;
        int bytes = workspaces.elements().bytes();
        MicroKernels<T> kernels = workspaces.kernels();
        plan = LoopPlan.of(kernels, shape, bytes, teamSize);
        packed = plan.packed();
        body = new LoopBody<>(plan, kernels.packing(), bytes, a, b, c);
        nr = plan.blocks().nr();
        kernelInPlace = plan.isInPlace() ? kernels.create(plan.blocks()) : null;
        if (shape.flops() > Workspaces.FLOPS_WORTH_COMPILING) {
            warmUp();
        }
    }

    /**
     * Has the next run compute another product of a batch.
     *
     * @param product from 0; A, B and C hold the matrices of all products one behind the other
     */
    void at(int product) {
        body.moveTo(product);
    }

    /**
     * Has the next run compute a block of rows of a larger product.
     *
     * @param row of A and C where the block begins, from 0; both hold at least as many rows behind it as the shape has
     */
    void fromRow(int row) {
        body.moveToRows(row);
    }

    /** Has blocks of B stay packed there, for runs with the same B. */
    void keep(KeptB<T> keptB) {
        body.keep(keptB);
    }

    /** Threads that this product is worth, at most the team's. */
    int members() {
        return plan.members();
    }

    private void warmUp() {
        warm = warm || workspaces.warm(plan.shape().flops(), () -> body.warmUp(workspaces.kernels()));
    }

    /** Whether the caller alone can compute it, by {@link #runAlone}: nothing is shared and nothing packed. */
    boolean needsNoTeam() {
        return kernelInPlace != null;
    }

    /** Computes what {@link #needsNoTeam needs no team}; a small product takes about as long as asking for one. */
    void runAlone() {
        warmUp();
        int n = plan.shape().n();
        int strips = plan.strips();
        body.moveToColumns(0);
        body.moveToStrips(0);
        for (int pc = 0; pc < plan.shape().k(); pc += depth) {
            depth = body.moveToDepth(pc);
            for (int strip = 0; strip < strips; strip++) {
                body.multiplyStrip(kernelInPlace, strip, 0, 0, n);
            }
        }
    }

    @Override
    public void run(Team.Crew crew) {
        warmUp();
        workspace = workspaces.take();
        try {
            body.begin(workspace, crew.size());
            for (int jc = 0; jc < plan.shape().n(); jc += columns) {
                columns = body.moveToColumns(jc);
                for (int pc = 0; pc < plan.shape().k(); pc += depth) {
                    depth = body.moveToDepth(pc);
                    runBlocks(crew);
                }
            }
        } finally {
            body.end();
            workspaces.giveBack(workspace);
            workspace = null;
        }
    }

    /** Multiplies some columns of A by as many rows of B. */
    private void runBlocks(Team.Crew crew) {
        int crewSize = crew.size();
        int strips = plan.strips();
        int stripsOfBlock = packed.a() ? plan.blocks().mc() / plan.blocks().mr() : strips;
        int blocksOfB = BlockSizes.ceilDiv(columns, plan.blocks().nc());
        boolean ownsBlocksOfB = packed.b() && !packed.a() && !packed.ownB() && crewSize > 1 && blocksOfB >= crewSize;
        ownersOfB = packed.ownB() || ownsBlocksOfB ? crewSize : 1;
        across.reset(
                BlockSizes.ceilDiv(columns, nr),
                ownsBlocksOfB ? crewSize : 1,
                plan.blocks().nc() / nr);
        tasksToPackB = packed.b() && !body.hasPackedB() ? ownersOfB * slicesOfB() : 0;
        int stripsAtOnce;
        for (int first = 0; first < strips; first += stripsAtOnce) {
            stripsAtOnce = Math.min(stripsOfBlock, strips - first);
            body.moveToStrips(first);
            long wanted = (long) stripsAtOnce * blocksOfB / ((long) plan.tasks().perMember() * crewSize);
            int stripsPerTask = (int) Math.max(1, Math.min(plan.tasks().mostStrips(), wanted));
            down.reset(stripsAtOnce, ownsBlocksOfB ? 1 : Math.min(crewSize, stripsAtOnce), stripsPerTask);
            if (packed.a()) {
                shares.reset(crewSize, down.count(), 1);
                crew.each(tasksToPackB + down.count(), packing);
            } else if (packed.b()) {
                shares.reset(crewSize, ownersOfB, slicesOfB());
                crew.each(tasksToPackB, packingOwnB);
            }
            tasksToPackB = 0;
            body.hasNowPackedB();
            // Where A is not packed, its strips stay in L2 for all blocks of B that a member has.
            if (ownsBlocksOfB) {
                shares.reset(crewSize, across.count(), down.count());
                crew.each(across.count() * down.count(), multiplyingOwnB);
            } else if (packed.b() && !packed.a()) {
                shares.resetRowAfterRow(crewSize, down.count(), across.count());
                crew.each(down.count() * across.count(), multiplying);
            } else {
                shares.reset(crewSize, down.count(), across.count());
                crew.each(down.count() * across.count(), multiplying);
            }
        }
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
            packB(0, task, 0, columns);
            return;
        }
        int piece = shares.take(member);
        for (int strip = down.from(piece); strip < down.to(piece); strip++) {
            body.packStrip(strip);
        }
    }

    /** Task: packs some rows of B for a member: of all columns, or of those that it alone multiplies by. */
    private void packOwnB(int task, int member) {
        int mine = shares.take(member);
        int slice = mine / ownersOfB;
        int owner = mine - slice * ownersOfB;
        if (packed.ownB()) {
            packB(owner, slice, 0, columns);
        } else {
            packB(0, slice, columnsBefore(across.firstOf(owner)), columnsBefore(across.firstOf(owner + 1)));
        }
    }

    private void packB(int copy, int slice, int fromColumn, int toColumn) {
        int row = slice * depthOfSlice();
        body.packB(copy, row, Math.min(depthOfSlice(), depth - row), fromColumn, toColumn);
    }

    /** Columns of B at once that lie left of a panel. */
    private int columnsBefore(int panel) {
        return Math.min(columns, panel * nr);
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
        if (stop.get()) {
            throw new CancellationException("stopped"); // then the crew leaves out the other tasks
        }
        int fromColumn = columnsBefore(across.from(block));
        int toColumn = columnsBefore(across.to(block));
        for (int strip = down.from(piece); strip < down.to(piece); strip++) {
            body.multiplyStrip(workspace.kernel(member), strip, packed.ownB() ? member : 0, fromColumn, toColumn);
        }
    }
}
