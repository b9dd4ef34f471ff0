// What a device can do at most, whatever the algorithm: multiply-adds on nothing but registers, the triad of STREAM, and
// a launch that does nothing. One program holds the three; each is run alone, over one dimension.
//
//   fma_rate: every work-item keeps CHAINS vectors of LANES elements, and `rounds` times over
//
//     v[0] = v[0]*factor + addend      v[1] = v[1]*factor + addend  ...  v[CHAINS - 1] =
//
//     The chains do not wait for each other: CHAINS of them hide the latency of the unit. Chain c of work-item i starts
//     from c + i % 7, and the sum of all of them is stored, so that no compiler can leave the work out: with a factor of 1
//     it is LANES * (sum over c of (c + i % 7) + CHAINS * rounds * addend), exact as long as it stays below 2^24.
//     2*CHAINS*LANES*rounds floating-point operations for each work-item.
//
//     With SUMS each chain is a sum of products from 0 on, as in a matrix product: v[c] = (factor + c + i % 7)*addend + v[c].
//     AMD's RDNA 3 and 4 pair such multiply-adds in one instruction, and no others.
//
//     With INPUT (words.h) factor and addend fill words, which are multiplied and added to a chain: v[c] += PER_WORD*factor*addend,
//     2*PER_WORD*CHAINS*LANES*rounds operations. In tiles, each chain has SIDE*SIDE sums, to which SIDE words are added: four chains,
//     2*PER_WORD*SIDE*4*SIDE*SIDE*rounds operations.
//
//   triad: a[v] = b[v] + s*c[v], where work-item i has the vectors v = i*CHUNK .. i*CHUNK + CHUNK - 1 of LANES elements:
//
//     CHUNK = 1, for GPUs:   | 0 | 1 | 2 | 3 | ...   neighbours read neighbouring vectors
//     CHUNK > 1, for CPUs:   | 0   0   0 | 1   1   1 | ...   a work-item reads on and on
//
//     3 elements' bytes for each element, as STREAM counts them.
//   Source: J. McCalpin, Memory Bandwidth and Machine Balance in Current High Performance Computers, IEEE TCCA
//   Newsletter, 1995.

#ifndef LANES
#define LANES 4 // elements of a vector: 1, 2, 4, 8 or 16
#endif
#ifndef CHAINS
#define CHAINS 12 // independent sums of a work-item, in vectors
#endif
#ifndef SUMS
#define SUMS 0 // 1: multiply-adds onto their own third operand
#endif
#ifndef CHUNK
#define CHUNK 1 // vectors of the triad that a work-item has to itself
#endif

#include "types.h"

typedef WIDE(real, LANES) vector;

#include "words.h"

#if INPUT == 16
#define WORD(element) ((as_uint(element) >> 16) * 0x10001u)
#elif INPUT == 8
#define WORD(element) (((uint) (int) (element) & 0xff) * 0x01010101u)
#endif

#if TILES

// Of NATIVE 2 alone: what is meant has no rate.
__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void fma_rate(const uint rounds, const real factor, const real addend, __global real *restrict sum_of)
{
    const size_t item = get_global_id(0);
    word factors[SIDE * SIDE] __attribute__((aligned(64)));
    word addends[SIDE * SIDE] __attribute__((aligned(64)));
    tile_sum chain[4][SIDE * SIDE] __attribute__((aligned(64)));
    for (uint e = 0; e < SIDE * SIDE; e++) {
        factors[e] = WORD(factor);
        addends[e] = WORD(addend);
        for (uint c = 0; c < 4; c++) {
            chain[c][e] = c + item % 7;
        }
    }
    begin_tiles();
    LOAD_TILE(0, chain[0], SIDE * sizeof(word));
    LOAD_TILE(1, chain[1], SIDE * sizeof(word));
    LOAD_TILE(2, chain[2], SIDE * sizeof(word));
    LOAD_TILE(3, chain[3], SIDE * sizeof(word));
    LOAD_TILE(4, factors, SIDE * sizeof(word));
    LOAD_TILE(6, addends, SIDE * sizeof(word));
    for (uint round = 0; round < rounds; round++) {
        ADD_TILE(0, 4, 6);
        ADD_TILE(1, 4, 6);
        ADD_TILE(2, 4, 6);
        ADD_TILE(3, 4, 6);
    }
    STORE_TILE(0, chain[0], SIDE * sizeof(word));
    STORE_TILE(1, chain[1], SIDE * sizeof(word));
    STORE_TILE(2, chain[2], SIDE * sizeof(word));
    STORE_TILE(3, chain[3], SIDE * sizeof(word));
    END_TILES;
    real sum = 0;
    for (uint e = 0; e < SIDE * SIDE; e++) {
        for (uint c = 0; c < 4; c++) {
            sum += chain[c][e];
        }
    }
    sum_of[item] = sum;
}

#else

__kernel void fma_rate(const uint rounds, const real factor, const real addend, __global real *restrict sum_of)
{
    const size_t item = get_global_id(0);
#if INPUT
    const words factors = (words) (WORD(factor));
    const words addends = (words) (WORD(addend));
#else
    const vector factors = (vector) (factor);
    const vector addends = (vector) (addend);
#endif
    sums chain[CHAINS];
#pragma unroll
    for (uint c = 0; c < CHAINS; c++) {
        chain[c] = SUMS ? 0 : c + item % 7;
    }
#pragma unroll 4 // the loop's own instructions would take a share of a GPU's
    for (uint round = 0; round < rounds; round++) {
#pragma unroll
        for (uint c = 0; c < CHAINS; c++) {
#if INPUT
            ADD_PRODUCTS(factors, addends, chain[c]);
#elif SUMS
            chain[c] = MULTIPLY_ADD((vector) (factor + (c + item % 7)), addends, chain[c]);
#else
            chain[c] = MULTIPLY_ADD(chain[c], factors, addends);
#endif
        }
    }
    union { vector wide; real element[LANES]; } all;
    all.wide = NUMBERS(chain[0]);
#pragma unroll
    for (uint c = 1; c < CHAINS; c++) {
        all.wide += NUMBERS(chain[c]);
    }
    real sum = 0;
#pragma unroll
    for (uint e = 0; e < LANES; e++) {
        sum += all.element[e];
    }
    sum_of[item] = sum;
}

#endif

__kernel void triad(const real s, __global vector *restrict a, __global const vector *restrict b,
                    __global const vector *restrict c)
{
    const size_t first = get_global_id(0) * CHUNK;
    for (size_t v = first; v < first + CHUNK; v++) {
        a[v] = b[v] + s * c[v];
    }
}

__kernel void nothing(void)
{
}
