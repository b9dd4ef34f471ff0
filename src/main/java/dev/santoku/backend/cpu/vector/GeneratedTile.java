package dev.santoku.backend.cpu.vector;

/** What {@link TileCode} writes the code of. */
interface GeneratedTile extends TileKernel {
    @Override
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
