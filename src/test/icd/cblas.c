/* A library with the CBLAS interface and without a call for its number of threads, in three loops. Row-major matrices as
 * they are, alpha 1 and beta 0 alone. -DGOES_WRONG= says what it does to each element of C: nothing, or a fault.
 * -DREDUCED=cblas_sbgemm adds a product of bf16 under that name, -DTHREADS calls for a number of threads. How a library may
 * fall short in bf16: -D'READ(x)=half(x)' takes elements for another format, -D'SUM(x)=rounded(x, 8)' rounds each sum, and
 * -D'STORE(x)=rounded(x, 8)' the last one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef READ
#define READ(x) wide(x)
#endif
#ifndef SUM
#define SUM(x) (x)
#endif
#ifndef STORE
#define STORE(x) (x)
#endif
#define SAME(x) (x)

#define PRODUCT(name, real, factor, read, kept, stored)                                                                 \
    void name(int layout, int transposeA, int transposeB, int m, int n, int k, real alpha, const factor *a, int lda,   \
              const factor *b, int ldb, real beta, real *c, int ldc) {                                                  \
        (void) layout, (void) transposeA, (void) transposeB, (void) alpha, (void) beta;                                 \
        for (int i = 0; i < m; i++) {                                                                                   \
            for (int j = 0; j < n; j++) {                                                                               \
                real sum = 0;                                                                                           \
                for (int l = 0; l < k; l++) {                                                                           \
                    real next = sum + read(a[(size_t) i * lda + l]) * read(b[(size_t) l * ldb + j]);                    \
                    sum = kept(next);                                                                                   \
                }                                                                                                       \
                c[(size_t) i * ldc + j] = stored(sum);                                                                  \
                GOES_WRONG;                                                                                             \
            }                                                                                                           \
        }                                                                                                               \
    }

PRODUCT(cblas_sgemm, float, float, SAME, SAME, SAME)
PRODUCT(cblas_dgemm, double, double, SAME, SAME, SAME)

#ifdef THREADS
static int threads = 1;
void omp_set_num_threads(int count) { threads = count; }
int omp_get_max_threads(void) { return threads; }
#endif

#ifdef REDUCED
static inline float of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A number of bf16: the upper half of an f32. */
static inline float wide(uint16_t bf16) { return of_bits((uint32_t) bf16 << 16); }

/* The same bits as a normal number of f16. */
static inline float half(uint16_t f16) {
    return of_bits((uint32_t) (f16 & 0x8000) << 16 | (((uint32_t) (f16 & 0x7fff) << 13) + (112u << 23)));
}

/* To the nearest number of so many significant bits, to the even one of two. */
static inline float rounded(float value, int significant) {
    int cut = 24 - significant;
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits += (1u << (cut - 1)) - 1 + (bits >> cut & 1);
    return of_bits(bits >> cut << cut);
}

PRODUCT(REDUCED, float, uint16_t, READ, SUM, STORE)
#endif
