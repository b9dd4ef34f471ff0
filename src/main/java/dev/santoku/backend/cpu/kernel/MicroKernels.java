package dev.santoku.backend.cpu.kernel;

import dev.santoku.matrix.Shape;
import java.util.Optional;

/**
 * A family of micro-kernels: one algorithm, for whatever tile suits a product.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface MicroKernels<T> {
    /**
     * The tile and the blocks that suit a product. A tile is no higher than C, and wider only where a kernel needs so wide a
     * row of B. They must not let the order of the additions depend on
     * {@code members}, so that a product is the same to the bit on any number of threads.
     *
     * @param members how many threads will share it, at least 1
     */
    BlockSizes blocks(Shape shape, int members);

    /** A kernel for tiles of at most {@code blocks.mr()}×{@code blocks.nr()}, for one thread. */
    MicroKernel<T> create(BlockSizes blocks);

    /**
     * Begins to get ready to multiply at full speed, if that takes something, and does not wait for it; called for each product
     * that has computed, or will at once, enough to be worth it.
     *
     * @param n columns of C
     * @param lda elements from one row of A to the next, as kernels will be told
     * @param sliceStep elements from one slice of a row to the next, likewise
     * @param depth of the deepest block
     * @param accumulates whether there are several blocks in depth, so that kernels add to C
     * @return whether that was not begun before
     */
    default boolean warmUp(BlockSizes blocks, int n, int lda, int sliceStep, int depth, boolean accumulates) {
        return false;
    }

    /** Whether A is worth packing: not where its elements are used a few times alone, or as fast where they lie. */
    boolean packsA(Shape shape);

    /** Whether B is worth packing, likewise. */
    boolean packsB(Shape shape, BlockSizes blocks);

    /**
     * Whether each of several threads had better pack all of B for itself: where that is little work beside its share of the
     * product, and all copies find room.
     *
     * @param members how many threads share the product, at least 1
     */
    default boolean copiesB(Shape shape, int members) {
        return false;
    }

    /** Elements of A that one task multiplies by block after block of B at most, if that is a strip: a share of L2. */
    int mostOfA();

    /** Elements of B that are packed at once at most, if that is a block for each member: a share of the last cache. */
    int mostOfB();

    /** A kernel for all of a product that one thread computes, if it is so small that there is one. */
    default Optional<WholeKernel<T>> whole(Shape shape) {
        return Optional.empty();
    }

    /** How blocks are copied for these kernels. */
    Packing<T> packing();
}
