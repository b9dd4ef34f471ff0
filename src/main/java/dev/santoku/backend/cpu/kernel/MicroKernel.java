package dev.santoku.backend.cpu.kernel;

/**
 * The innermost part of a blocked product: tiles of C, mr×nr each, out of mr rows of A and panels of B, nr columns each: {@code
 * C(i, j) (+)= Σₚ A(i, p)·B(p, j)} with p &lt; kc. {@link Operands} says where each element lies.
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
     * @param operands A and B, not modified, and C, of which the tiles are modified and nothing else
     * @param tiles how many, at least 1
     * @param aAt where the first of mr rows of A begins
     * @param bAt where the first panel of B begins
     * @param cAt where the first tile of C begins
     */
    void multiply(Operands<T> operands, int tiles, int aAt, int bAt, int cAt);

    /**
     * How many columns the last tile of a row of tiles should compute where fewer than nr are left. Those that are more than left were
     * computed before, and come out alike.
     *
     * @param rest columns that are left, 1 … nr
     * @return rest … nr
     */
    default int lastColumns(int rest, int nr) {
        return nr;
    }

    /**
     * Computes the last rows and columns of one tile.
     *
     * @param operands A and B, not modified, and C, of which rows·columns elements are modified and nothing else
     * @param rows how many, 1 … mr; those of A before them can be read and do not reach C
     * @param columns how many, 1 … nr; those of B before them can be read and do not reach C
     * @param aAt where the first of mr rows begins
     * @param bAt where the first of nr columns begins
     * @param cAt where the elements of C begin
     */
    void multiplyPart(Operands<T> operands, int rows, int columns, int aAt, int bAt, int cAt);
}
