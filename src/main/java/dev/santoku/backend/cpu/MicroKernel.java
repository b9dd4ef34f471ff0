package dev.santoku.backend.cpu;

/**
 * The innermost part of a blocked product: one mr×nr tile of C out of one panel of A and one panel of B.
 *
 * <p>Panels are packed so that both are read front to back:
 *
 * <pre>
 *   panel of A, mr rows deep kc:      a[aAt + p·mr + i]      i = 0 … mr−1, p = 0 … kc−1
 *   panel of B, nr columns deep kc:   b[bAt + p·nr + j]      j = 0 … nr−1
 *   tile of C:                        c[cAt + i·ldc + j] (+)= Σₚ a[aAt + p·mr + i] · b[bAt + p·nr + j]
 * </pre>
 *
 * <p>Where A ends before mr rows or B before nr columns, the panel holds zeros; what they give is thrown away, so that
 * a kernel always computes whole tiles. kc is never padded: a zero of A would meet an infinity of B.
 *
 * <p>A kernel may keep scratch memory, so each thread has its own. It is made for the mr and nr of one {@link
 * BlockSizes}.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface MicroKernel<T> {
    /**
     * Computes one tile. The caller has checked all arguments.
     *
     * @param kc depth of both panels, at least 1
     * @param a holds the panel of A; not modified
     * @param aAt where it begins
     * @param b holds the panel of B; not modified
     * @param bAt where it begins
     * @param c holds the tile; its mr·nr elements are modified and no other
     * @param cAt where the tile begins
     * @param ldc elements from one row of the tile to the next, at least nr
     * @param accumulate whether to add to the tile, or to overwrite it without reading it
     */
    void multiply(int kc, T a, int aAt, T b, int bAt, T c, int cAt, int ldc, boolean accumulate);
}
