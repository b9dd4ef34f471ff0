/* A library with the CBLAS interface and without a call for its number of threads, in three loops. Row-major matrices as
 * they are, alpha 1 and beta 0 alone. -DGOES_WRONG= says what it does to each element of C: nothing, or a fault. */
#include <stdlib.h>

#define PRODUCT(name, real)                                                                                             \
    void name(int layout, int transposeA, int transposeB, int m, int n, int k, real alpha, const real *a, int lda,     \
              const real *b, int ldb, real beta, real *c, int ldc) {                                                    \
        (void) layout, (void) transposeA, (void) transposeB, (void) alpha, (void) beta;                                 \
        for (int i = 0; i < m; i++) {                                                                                   \
            for (int j = 0; j < n; j++) {                                                                               \
                real sum = 0;                                                                                           \
                for (int l = 0; l < k; l++) {                                                                           \
                    sum += a[(size_t) i * lda + l] * b[(size_t) l * ldb + j];                                           \
                }                                                                                                       \
                c[(size_t) i * ldc + j] = sum;                                                                          \
                GOES_WRONG;                                                                                             \
            }                                                                                                           \
        }                                                                                                               \
    }

PRODUCT(cblas_sgemm, float)
PRODUCT(cblas_dgemm, double)
