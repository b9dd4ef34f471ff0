// What a device can do at most by its matrix instruction (mma.h, fragments.h), on nothing but registers; as fma_rate of
// ceilings.cl.
//
//   Every warp keeps CHAINS matrices of sums, and `rounds` times over adds to each the product of two matrices, one full of
//   `factor` and one full of `addend`:
//
//     v[0] += a*b      v[1] += a*b  ...  v[CHAINS - 1] +=
//
//   The sums of chain c that work-item i holds start from c + i % 7, and the sum of all of them is stored: it is
//   SUMS * (sum over c of (c + i % 7) + CHAINS * rounds * depth * factor * addend), exact as long as it stays below 2^24.
//   2*SUMS*depth*CHAINS*rounds operations for each work-item.

#ifndef INSTRUCTION
#define INSTRUCTION 1 // which one, by its number in mma.h or fragments.h
#endif
#ifndef PRECISION
#define PRECISION 64 // as in matrix.cl and packed.cl
#endif
#ifndef CHAINS
#define CHAINS 8 // independent products of a warp
#endif

#include "types.h"

#if PRECISION == 64
#include "mma.h"
#define NUMBER real
#define WORDS_OF_A ELEMENTS_OF_A
#define WORDS_OF_B ELEMENTS_OF_B
#define EXCHANGE , exchange, lane
typedef real word;
#else
#include "fragments.h"
typedef uint word;
#endif
#if NATIVE && PRECISION == 64
#undef EXCHANGE
#define EXCHANGE
#endif

#define MOST_ITEMS 256 // of a group

// A word full of one number.
INLINED word full_of(const real number)
{
#if PRECISION == 64
    return number;
#else
    uint all = 0;
#pragma unroll
    for (uint e = 0; e < PER_WORD; e++) {
        all |= bits_of(number, e);
    }
    return all;
#endif
}

__kernel IN_SUBGROUPS void fma_rate(const uint rounds, const real factor, const real addend, __global real *restrict sum_of)
{
    const size_t item = get_global_id(0);
#if !NATIVE
    __local NUMBER exchanged[MOST_ITEMS / WARP][EXCHANGED];
    __local NUMBER *exchange = exchanged[get_local_id(0) / WARP];
    const uint lane = get_local_id(0) % WARP;
#endif
    word a[WORDS_OF_A];
    word b[WORDS_OF_B];
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e++) {
        a[e] = full_of(factor);
    }
#pragma unroll
    for (uint e = 0; e < WORDS_OF_B; e++) {
        b[e] = full_of(addend);
    }
    sums chain[CHAINS];
#pragma unroll
    for (uint c = 0; c < CHAINS; c++) {
        chain[c] = c + item % 7;
    }
    for (uint round = 0; round < rounds; round++) {
#pragma unroll
        for (uint c = 0; c < CHAINS; c++) {
            chain[c] = multiply_add(chain[c], a, b EXCHANGE);
        }
    }
    each_sum all;
    all.wide = 0;
#pragma unroll
    for (uint c = 0; c < CHAINS; c++) {
        all.wide += chain[c];
    }
    real sum = 0;
#pragma unroll
    for (uint e = 0; e < SUMS; e++) {
        sum += all.element[e];
    }
    sum_of[item] = sum;
}
