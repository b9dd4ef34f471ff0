package dev.santoku.yardstick;

/**
 * The products of a CBLAS with 32-bit integers (LP64), under their own names: C = alpha·op(A)·op(B) + beta·C. C is m×n, op(A)
 * m×k, op(B) k×n; pointers are addresses.
 *
 * <p>A library's product of a reduced format takes the same arguments as {@code cblas_sgemm}: it is bound to that method, and its
 * A and B have elements of 2 bytes.
 *
 * <p>Source: BLAS Technical Forum, the C interface to the legacy BLAS ({@code cblas.h}).
 */
interface CblasGemm {
    /** Matrices lie row by row. */
    int ROW_MAJOR = 101;

    /** A matrix is taken as it is. */
    int NO_TRANSPOSE = 111;

    void cblas_sgemm(
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

    void cblas_dgemm(
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
