package dev.santoku.backend.cpu.vector;

/** Tiles of C of fixed height and width, side by side or below each other. */
interface TileKernel {
    /**
     * Computes {@code c[cAt + i·ldc + j] = from[fromAt + i·ldFrom + j] + Σₚ a[…] · b[bAt + p·ldb + j]} for tile after tile with fused
     * multiply-adds, p from 0 to kc − 1; of A what the kernel was made for: {@code a[aAt + i·lda + p]}, or slices as {@link
     * dev.santoku.backend.cpu.kernel.Packing} packs them.
     *
     * @param tiles how many
     * @param aAt where A begins for the first of them
     * @param bAt where B begins, likewise
     * @param fromAt where {@code from} begins, likewise
     * @param cAt where C begins, likewise
     */
    void multiply(TileOperands o, int tiles, int aAt, int bAt, int fromAt, int cAt);

    /** Whether it stands in for a generated one that is not compiled yet. */
    default boolean isForNow() {
        return false;
    }
}
