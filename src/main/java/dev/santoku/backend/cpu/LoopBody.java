package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.Packing;

/**
 * What {@link FiveLoops} do inside the outer loops: pack parts of a block, and multiply strips of A by panels of B. It knows where
 * the outer loops are. The leader moves it between two rounds of tasks; members then call it at once.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class LoopBody<T> {
    /**
     * Bytes that are left out before the packed B, whose vectors then lie within a cache line each: HotSpot begins a large array
     * at a line, and its elements 16 bytes later. Where it does not, nothing is lost.
     */
    private static final int TO_CACHE_LINE = 48;

    private final LoopPlan plan;
    private final LoopPlan.Packed packed;
    private final Packing<T> packing;
    private final T a;
    private final T b;
    private final T c;
    private final int m;
    private final int n;
    private final int k;
    private final int mr;
    private final int nr;
    private final int slice;
    private final int startOfB;
    private final boolean isOneDeep;
    private final Operands<T> operands = new Operands<>();

    private Workspace<T> workspace;
    private KeptB<T> kept;
    private KeptB.Place place;
    private int lengthOfPackedB;
    private int originOfA;
    private int originOfB;
    private int originOfC;
    private int jc;
    private int columns;
    private int pc;
    private int depth;
    private int firstStrip;

    /**
     * The body of the loops of a product.
     *
     * @param bytes of an element
     */
    LoopBody(LoopPlan plan, Packing<T> packing, int bytes, T a, T b, T c) {
        this.plan = plan;
        this.packing = packing;
        this.a = a;
        this.b = b;
        this.c = c;
        packed = plan.packed();
        m = plan.shape().m();
        n = plan.shape().n();
        k = plan.shape().k();
        mr = plan.blocks().mr();
        nr = plan.blocks().nr();
        slice = MicroKernel.SLICE_BYTES / bytes;
        startOfB = TO_CACHE_LINE / bytes;
        isOneDeep = plan.isOneDeep();
        end();
    }

    /** Moves to a product of a batch. */
    void moveTo(int product) {
        originOfA = product * m * k;
        originOfB = product * k * n;
        originOfC = product * m * n;
    }

    /** Moves to rows of a larger product of which this one is a block. */
    void moveToRows(int fromRow) {
        originOfA = fromRow * k;
        originOfC = fromRow * n;
    }

    /** Has blocks of B stay packed there, as far as it has room. */
    void keep(KeptB<T> keeper) {
        kept = keeper;
    }

    /** Begins a run that packs into a workspace. */
    void begin(Workspace<T> newWorkspace, int members) {
        workspace = newWorkspace;
        int lengthOfA = packed.a() ? plan.blocks().mc() / mr * packed.lengthOfStrip() : 0;
        lengthOfPackedB = packed.b() ? startOfB + (packed.ownB() ? members : 1) * packed.lengthOfB() : 0;
        workspace.reserve(plan.blocks(), members, lengthOfA, kept == null ? lengthOfPackedB : 0);
        if (packed.a()) {
            operands.a(workspace.packedA(), slice, mr * slice);
        }
    }

    /** Ends it: the workspace may be another's from now on. */
    void end() {
        workspace = null;
        operands.a(a, k, slice).b(b, n, nr);
    }

    /** Moves to columns of B that are packed at once; returns how many these are. */
    int moveToColumns(int column) {
        jc = column;
        columns = Math.min(packed.columnsAtOnce(), n - jc);
        return columns;
    }

    /** Moves to a block in depth; returns how deep it is. */
    int moveToDepth(int row) {
        pc = row;
        depth = Math.min(plan.blocks().kc(), k - pc);
        operands.depth(depth).c(c, n, pc > 0);
        if (packed.b()) {
            operands.b(memoryOfB(), nr, nr * depth);
        }
        return depth;
    }

    private T memoryOfB() {
        if (kept != null) {
            place = new KeptB.Place(jc, pc, depth, nr, lengthOfPackedB);
            if (kept.takes(place)) {
                return kept.block(place);
            }
        }
        place = null;
        workspace.reserveB(lengthOfPackedB);
        return workspace.packedB();
    }

    /** Whether the block of B is packed since an earlier run. */
    boolean hasPackedB() {
        return place != null && kept.isPacked(place);
    }

    /** Notes that all members have packed the block of B. */
    void hasNowPackedB() {
        if (place != null) {
            kept.markPacked(place);
        }
    }

    /** Moves to strips of A that are packed at once. */
    void moveToStrips(int strip) {
        firstStrip = strip;
    }

    /** Has the kernels of the whole product compiled; tells whether that took anything. */
    boolean warmUp(MicroKernels<T> kernels) {
        int lda = packed.a() ? slice : k;
        int sliceStep = packed.a() ? mr * slice : slice;
        return kernels.warmUp(
                plan.blocks(), n, lda, sliceStep, Math.min(k, plan.blocks().kc()), !isOneDeep);
    }

    /** Packs a strip of A, counted from the first of these strips. */
    void packStrip(int strip) {
        int row = firstRow(firstStrip + strip);
        packing.packA(a, originOfA + row * k + pc, k, mr, operands, strip * packed.lengthOfStrip());
    }

    /**
     * Packs a part of B.
     *
     * @param copy of B, if each member has one; else 0
     */
    void packB(int copy, int fromRow, int rows, int fromColumn, int toColumn) {
        int whole = (toColumn - fromColumn) / nr * nr;
        int row = originOfB + (pc + fromRow) * n;
        int at = startOfB(copy) + fromColumn * depth + fromRow * nr;
        packing.packB(b, row + jc + fromColumn, n, rows, whole, operands, at);
        if (fromColumn + whole < toColumn) {
            int width = Math.min(nr, n);
            packing.packB(b, row + n - width, n, rows, width, operands, at + whole * depth + nr - width);
        }
    }

    private int startOfB(int copy) {
        return startOfB + copy * packed.lengthOfB();
    }

    /** The first row of a strip's tiles; the last strip may overlap the one before. */
    private int firstRow(int strip) {
        return Math.min(strip * mr, m - mr);
    }

    /**
     * Multiplies a strip of A, counted from the first of these strips, by some columns of B.
     *
     * @param copy of B, if each member has one; else 0
     */
    void multiplyStrip(MicroKernel<T> kernel, int strip, int copy, int fromColumn, int toColumn) {
        int rows = isOneDeep ? mr : Math.min(mr, m - (firstStrip + strip) * mr);
        int row = firstRow(firstStrip + strip);
        int aAt = packed.a() ? strip * packed.lengthOfStrip() : originOfA + row * k + pc;
        int cAt = originOfC + (row + mr - rows) * n;
        int whole = (toColumn - fromColumn) / nr;
        if (whole > 0) {
            int bAt = packed.b() ? startOfB(copy) + fromColumn * depth : originOfB + pc * n + jc + fromColumn;
            multiplyPanels(kernel, rows, whole, aAt, bAt, cAt + jc + fromColumn);
        }
        int rest = toColumn - fromColumn - whole * nr;
        if (rest > 0) {
            int width = isOneDeep ? Math.min(kernel.lastColumns(rest, nr), n) : rest;
            int bAt = packed.b() ? startOfB(copy) + (toColumn - rest) * depth : originOfB + pc * n + n - nr;
            multiplyPart(kernel, rows, width, aAt, bAt, cAt + n - width);
        }
    }

    private void multiplyPanels(MicroKernel<T> kernel, int rows, int whole, int aAt, int bAt, int cAt) {
        if (rows == mr) {
            kernel.multiply(operands, whole, aAt, bAt, cAt);
            return;
        }
        for (int panel = 0; panel < whole; panel++) {
            multiplyPart(kernel, rows, nr, aAt, bAt + panel * operands.panelStep(), cAt + panel * nr);
        }
    }

    private void multiplyPart(MicroKernel<T> kernel, int rows, int width, int aAt, int bAt, int cAt) {
        if (rows == mr && width == nr) {
            kernel.multiply(operands, 1, aAt, bAt, cAt);
        } else {
            kernel.multiplyPart(operands, rows, width, aAt, bAt, cAt);
        }
    }
}
