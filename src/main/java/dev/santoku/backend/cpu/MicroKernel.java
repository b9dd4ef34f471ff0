package dev.santoku.backend.cpu;

/**
 * The innermost part of a blocked product: a strip of C, as high as a tile, out of rows of A and panels of B.
 *
 * <pre>
 *   c[cAt + i·ldc + j] (+)= Σₚ a[aAt + i·lda + p] · b[bAt + (j / nr)·panelStep + p·ldb + j mod nr]
 *                                                              i &lt; rows, j &lt; columns, p &lt; kc
 * </pre>
 *
 * <p>All lie row by row, so that a kernel does not care whether it is given the matrices themselves or packed blocks of
 * them: in B itself a panel begins nr elements after the one before, in a packed block after all rows of that one.
 *
 * <p>A kernel may keep scratch memory, so each thread has its own. It is made for the mr and nr of one {@link
 * BlockSizes}.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface MicroKernel<T> {
    /**
     * Computes one strip. The caller has checked all arguments.
     *
     * @param rows of the strip, 1 … mr
     * @param columns of the strip, at least 1
     * @param kc depth, at least 1
     * @param a holds the rows of A, of which mr can be read; those after {@code rows} do not reach the result. Not
     *     modified
     * @param aAt where the first begins
     * @param lda elements from one to the next
     * @param b holds the panels of B, of each row of which nr elements can be read; those after {@code columns} do not
     *     reach the result. Not modified
     * @param bAt where the first panel begins
     * @param ldb elements from one row to the next
     * @param panelStep elements from one panel to the next
     * @param c holds the strip; its rows·columns elements are modified and no other
     * @param cAt where the strip begins
     * @param ldc elements from one row of the strip to the next
     * @param accumulate whether to add to the strip, or to overwrite it without reading it
     */
    void multiply(
            int rows,
            int columns,
            int kc,
            T a,
            int aAt,
            int lda,
            T b,
            int bAt,
            int ldb,
            int panelStep,
            T c,
            int cAt,
            int ldc,
            boolean accumulate);
}
