package dev.santoku.yardstick;

/**
 * What JNA binds to the functions of one library. Direct mapping costs 0.3 µs a call here, an interface of JNA's 4 µs: as much
 * as a product of 64×64×64. It binds a class once, so each library has a hidden copy of this one ({@link Cblas}).
 */
final class CblasFunctions implements CblasGemm {
    @Override
    public native void cblas_sgemm(
            int layout,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc);

    @Override
    public native void cblas_dgemm(
            int layout,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int lda,
            long b,
            int ldb,
            double beta,
            long c,
            int ldc);
}
