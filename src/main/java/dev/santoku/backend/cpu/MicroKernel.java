package dev.santoku.backend.cpu;

/**
 * The innermost part of a blocked product: tiles of C, mr×nr each, out of mr rows of A and panels of B, nr columns each.
 *
 * <pre>
 *   c[cAt + i·ldc + j] (+)= Σₚ a[aAt + i·lda + (p / s)·sliceStep + p mod s] · b[bAt + (j / nr)·panelStep + p·ldb + j mod nr]
 *                                                       p &lt; kc, s = {@link #SLICE_BYTES} / bytes of an element
 * </pre>
 *
 * <p>The same formula reads the matrices themselves and packed blocks of them. In A itself slices of s elements follow one
 * another and rows lie apart; in a packed strip the first slices of all rows come first, then the second ones, so that it
 * is read from front to back. In B itself a panel begins nr elements after the one before, in a packed block after all
 * rows of that one.
 *
 * <p>A kernel may keep scratch memory, so each thread has its own. It is made for the mr and nr of one {@link
 * BlockSizes}. The caller has checked all arguments.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface MicroKernel<T> {
    /** Bytes of a row of A that lie together where A is packed: a cache line. */
    int SLICE_BYTES = 64;

    /**
     * Computes whole tiles, side by side.
     *
     * @param tiles how many, at least 1
     * @param kc depth, at least 1
     * @param a holds mr rows of A; not modified
     * @param aAt where the first begins
     * @param lda elements from one to the next
     * @param sliceStep elements from one slice of a row to the next
     * @param b holds the panels of B; not modified
     * @param bAt where the first panel begins
     * @param ldb elements from one row to the next
     * @param panelStep elements from one panel to the next
     * @param c holds the tiles, which are modified and nothing else
     * @param cAt where the first begins
     * @param ldc elements from one row of C to the next
     * @param accumulate whether to add to the tiles, or to overwrite them without reading them
     */
    void multiply(
            int tiles,
            int kc,
            T a,
            int aAt,
            int lda,
            int sliceStep,
            T b,
            int bAt,
            int ldb,
            int panelStep,
            T c,
            int cAt,
            int ldc,
            boolean accumulate);

    /**
     * Computes the last rows and columns of one tile.
     *
     * @param rows how many, 1 … mr; those of A before them can be read and do not reach C
     * @param columns how many, 1 … nr; those of B before them can be read and do not reach C
     * @param aAt where the first of mr rows begins
     * @param bAt where the first of nr columns begins
     * @param c holds the rows·columns elements that are modified, and nothing else is
     * @param cAt where these begin
     */
    void multiplyPart(
            int rows,
            int columns,
            int kc,
            T a,
            int aAt,
            int lda,
            int sliceStep,
            T b,
            int bAt,
            int ldb,
            T c,
            int cAt,
            int ldc,
            boolean accumulate);
}
