// What a device can do at most by its matrix instruction (mma.h), on nothing but registers; as fma_rate of ceilings.cl.
//
//   Every warp keeps CHAINS matrices of sums, and `rounds` times over adds to each the product of two matrices, one full of
//   `factor` and one full of `addend`:
//
//     v[0] += a*b      v[1] += a*b  ...  v[CHAINS - 1] +=
//
//   The sums of chain c that work-item i holds start from c + i % 7, and the sum of all of them is stored: it is
//   SUMS * (sum over c of (c + i % 7) + CHAINS * rounds * depth * factor * addend), exact as long as it stays below 2^24.
//   2*SUMS*depth*CHAINS*rounds floating-point operations for each work-item.

#ifndef INSTRUCTION
#define INSTRUCTION 1 // which one, by its number in mma.h
#endif
#ifndef PRECISION
#define PRECISION 64 // as in matrix.cl
#endif
#ifndef CHAINS
#define CHAINS 8 // independent products of a warp
#endif

#include "types.h"

#include "mma.h"

#define MOST_ITEMS 256 // of a group
#if PER_WORD == 2
#define WORD(element) pair(element, element)
#else
#define WORD(element) (element)
#endif

__kernel void fma_rate(const uint rounds, const real factor, const real addend, __global real *restrict sum_of)
{
    const size_t item = get_global_id(0);
#if !NATIVE
    __local real exchange[MOST_ITEMS / WARP][EXCHANGED];
#endif
    word a[WORDS_OF_A];
    word b[WORDS_OF_B];
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e++) {
        a[e] = WORD(factor);
    }
#pragma unroll
    for (uint e = 0; e < WORDS_OF_B; e++) {
        b[e] = WORD(addend);
    }
    sums chain[CHAINS];
#pragma unroll
    for (uint c = 0; c < CHAINS; c++) {
        chain[c] = c + item % 7;
    }
    for (uint round = 0; round < rounds; round++) {
#pragma unroll
        for (uint c = 0; c < CHAINS; c++) {
#if NATIVE
            chain[c] = multiply_add(chain[c], a, b);
#else
            chain[c] = multiply_add(chain[c], a, b, exchange[get_local_id(0) / WARP], get_local_id(0) % WARP);
#endif
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
