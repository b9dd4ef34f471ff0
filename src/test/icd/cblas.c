/* A library with the CBLAS interface and without a call for its number of threads, in three loops. Row-major matrices as
 * they are, alpha 1 and beta 0 alone. -DGOES_WRONG= says what it does to each element of C: nothing, or a fault.
 * -DREDUCED=cblas_sbgemm adds a product of bf16 under that name, -DTHREADS calls for a number of threads. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PRODUCT(name, real, factor, value)                                                                                             \
    void name(int layout, int transposeA, int transposeB, int m, int n, int k, real alpha, const factor *a, int lda,   \
              const factor *b, int ldb, real beta, real *c, int ldc) {                                                    \
        (void) layout, (void) transposeA, (void) transposeB, (void) alpha, (void) beta;                                 \
        for (int i = 0; i < m; i++) {                                                                                   \
            for (int j = 0; j < n; j++) {                                                                               \
                real sum = 0;                                                                                           \
                for (int l = 0; l < k; l++) {                                                                           \
                    sum += value(a[(size_t) i * lda + l]) * value(b[(size_t) l * ldb + j]);                             \
                }                                                                                                       \
                c[(size_t) i * ldc + j] = sum;                                                                          \
                GOES_WRONG;                                                                                             \
            }                                                                                                           \
        }                                                                                                               \
    }

PRODUCT(cblas_sgemm, float, float, )
PRODUCT(cblas_dgemm, double, double, )

#ifdef THREADS
static int threads = 1;
void omp_set_num_threads(int count) { threads = count; }
int omp_get_max_threads(void) { return threads; }
#endif

#ifdef REDUCED
/* The upper half of an f32. */
static float wide(uint16_t bf16) {
    uint32_t bits = (uint32_t) bf16 << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

PRODUCT(REDUCED, float, uint16_t, wide)
#endif
