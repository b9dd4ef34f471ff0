package dev.santoku.backend.cpu.vector;

/**
 * Tiles of C of fixed height and width, side by side or below each other; what {@link TileCode} writes the code of.
 *
 * <p>The arrays are {@code float[]} or {@code double[]}, as the kernel was made for.
 */
interface TileKernel {
    /**
     * Computes {@code c[cAt + i·ldc + j] = from[…] + Σₚ a[…] · b[…]} for tile after tile with fused multiply-adds, p from 0 to
     * kc − 1; within a tile {@code b[bAt + p·ldb + j]} and {@code from[fromAt + i·fromStep + j]}, and of A what the kernel was
     * made for: {@code a[aAt + i·lda + p]}, or slices as {@link dev.santoku.backend.cpu.Packing} packs them.
     *
     * @param tiles how many
     * @param lda from one row of A to the next, for a kernel that was made for any
     * @param aStep what aAt grows by from one tile to the next
     * @param aAgain {@code a} once more
     * @param bStep what bAt grows by from one tile to the next
     * @param from what the sums begin with; may be C; not read by a kernel whose sums begin with zero
     * @param fromWidth what fromAt grows by from one tile to the next
     * @param cStep what cAt grows by from one tile to the next
     * @param last where the last vector of a tile begins, for a kernel that was made for any: it may overlap the one before
     */
    void multiply(
            int tiles,
            int kc,
            Object a,
            int aAt,
            int lda,
            int aStep,
            Object aAgain,
            Object b,
            int bAt,
            int ldb,
            int bStep,
            Object from,
            int fromAt,
            int fromStep,
            int fromWidth,
            Object c,
            int cAt,
            int ldc,
            int cStep,
            int last);
}
