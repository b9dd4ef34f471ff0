package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.matrix.Shape;

/**
 * What {@link FiveLoops} decide once a product.
 *
 * @param members threads that the product is worth, at most the team's
 */
record LoopPlan(Shape shape, int members, BlockSizes blocks, Packed packed, Tasks tasks) {
    /**
     * Operations that are worth another thread: some tens of microseconds even on the fastest micro-kernel, several
     * times what it takes to wake one.
     */
    private static final double FLOPS_PER_MEMBER = 1 << 21;

    /** Tasks for each member that make the last one short enough, as far as more can be made. */
    private static final int TASKS_PER_MEMBER = 32;

    /** The least of a small product, whose tasks would be so short that handing them out counts. */
    private static final int FEW_TASKS_PER_MEMBER = 4;

    /** Operations × bytes of an element of a task, at least, where a member has more than those few: about ten microseconds. */
    private static final double FLOP_BYTES_PER_TASK = 1 << 22;

    private static final int MOST_STRIPS_PER_TASK = 8;

    /**
     * What is packed, and how much room it takes, in elements.
     *
     * @param ownB whether each member packs all of B for itself
     * @param columnsAtOnce columns of B, at most
     * @param lengthOfStrip of A
     * @param lengthOfB all columns at once
     */
    record Packed(boolean a, boolean b, boolean ownB, int columnsAtOnce, int lengthOfStrip, int lengthOfB) {}

    /**
     * How the work is cut.
     *
     * @param perMember how many tasks there should be, as far as they can be made
     * @param mostStrips of A in a task
     */
    record Tasks(int perMember, int mostStrips) {}

    /**
     * The plan for a product.
     *
     * @param bytes of an element
     * @param teamSize threads that could take part
     */
    static LoopPlan of(MicroKernels<?> kernels, Shape shape, int bytes, int teamSize) {
        int members = members(shape, teamSize);
        BlockSizes blocks = kernels.blocks(shape, members);
        return new LoopPlan(
                shape,
                members,
                blocks,
                packed(kernels, shape, blocks, members, MicroKernel.SLICE_BYTES / bytes),
                tasks(kernels, shape, blocks, members, bytes));
    }

    private static Packed packed(MicroKernels<?> kernels, Shape shape, BlockSizes blocks, int members, int slice) {
        int n = shape.n();
        int nr = blocks.nr();
        int depth = Math.min(shape.k(), blocks.kc());
        boolean packsA = kernels.packsA(shape);
        boolean packsB = n < nr || (n > nr && kernels.packsB(shape, blocks));
        int mostColumns = Math.max(members, kernels.mostOfB() / blocks.kc() / blocks.nc()) * blocks.nc();
        int columnsAtOnce = Math.min(n, BlockSizes.roundUp(BlockSizes.evenCut(n, mostColumns), blocks.nc()));
        return new Packed(
                packsA,
                packsB,
                packsB && !packsA && kernels.copiesB(shape, members),
                columnsAtOnce,
                blocks.mr() * BlockSizes.roundUp(depth, slice),
                BlockSizes.roundUp(BlockSizes.roundUp(columnsAtOnce, nr) * depth, slice));
    }

    private static Tasks tasks(MicroKernels<?> kernels, Shape shape, BlockSizes blocks, int members, int bytes) {
        long strip = (long) blocks.mr() * Math.min(shape.k(), blocks.kc());
        double longEnough = shape.flops() / members * bytes / FLOP_BYTES_PER_TASK;
        return new Tasks((int) Math.max(FEW_TASKS_PER_MEMBER, Math.min(TASKS_PER_MEMBER, longEnough)), (int)
                Math.max(1, Math.min(MOST_STRIPS_PER_TASK, kernels.mostOfA() / strip)));
    }

    /** Threads that a product is worth, at most so many. */
    static int members(Shape shape, int teamSize) {
        return (int) Math.max(1, Math.min(teamSize, shape.flops() / FLOPS_PER_MEMBER));
    }

    /** Whether one block holds all of k. */
    boolean isOneDeep() {
        return shape.k() <= blocks.kc();
    }

    /** Whether one thread computes it from where A and B lie. */
    boolean isInPlace() {
        return members == 1 && !packed.a && !packed.b;
    }

    /** Strips of A, mr rows each. */
    int strips() {
        return BlockSizes.ceilDiv(shape.m(), blocks.mr());
    }
}
