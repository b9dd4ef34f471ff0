package dev.santoku.backend.cpu.vector;

/**
 * Tiles of C of fixed height and width, side by side or below each other; what {@link TileCode} writes the code of.
 */
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
    default void multiply(TileOperands o, int tiles, int aAt, int bAt, int fromAt, int cAt) {
        multiply(
                tiles,
                o.kc,
                o.a,
                aAt,
                o.lda,
                o.aStep,
                o.aAgain,
                o.b,
                bAt,
                o.ldb,
                o.bStep,
                o.from,
                fromAt,
                o.ldFrom,
                o.fromStep,
                o.c,
                cAt,
                o.ldc,
                o.cStep,
                o.last);
    }

    /**
     * The same, with each field of {@link TileOperands} as an argument. Generated code has these for the sake of speed: kernels
     * that read the fields were 1 to 2 % slower at 64 and 100 in f32 and f64. Nobody else calls this.
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
            int ldFrom,
            int fromStep,
            Object c,
            int cAt,
            int ldc,
            int cStep,
            int last);
}
