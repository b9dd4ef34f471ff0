// C = A*B in tiles: a work-group copies a tile of A and one of B to local memory, and each of its work-items keeps a
// block of C in registers. Every element that is read from global memory is used TILE_N or TILE_M times, every
// element that is read from local memory ITEM_N or ITEM_M times.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//                                     TILE_N = GROUP_N*ITEM_N
//                                    +-----------+
//                              k   +-+-----------+-----+
//                               B  | |###########|     | + TILE_K rows of B: tile_b, as they are
//                                  | |           |     |
//             k                    +-+-----------+-----+
//     +---+-----------+            +-+-----------+-----+
//   A |   |           |         C  | |           |     |
//     +---+-+---------+ +          +-+-----------+-----+
//     |###| >         | TILE_M     | | one group |     |   groups are counted row by row along C
//     +---+-+---------+ +          +-+-----------+-----+
//     +---+-----------+            +-+-----------+-----+
//     TILE_K columns of A: tile_a,    TILE_M = GROUP_M*ITEM_M
//     transposed, PAD between rows
//
//   Work-item (item_m, item_n) of a group computes ITEM_M by ITEM_N elements of its block of C, as small blocks of
//   VECTOR_M by VECTOR_N that lie GROUP_M*VECTOR_M and GROUP_N*VECTOR_N apart, so that neighbours read neighbouring
//   vectors of tile_b and the whole group writes whole rows:
//     row    = (block * GROUP_M + item_m) * VECTOR_M + 0 .. VECTOR_M - 1      block = 0 .. ITEM_M / VECTOR_M - 1
//     column = (block * GROUP_N + item_n) * VECTOR_N + 0 .. VECTOR_N - 1      block = 0 .. ITEM_N / VECTOR_N - 1
//
//   Beyond the edges both tiles hold zeros. Along k a zero meets a zero; along m and n it meets what may be NaN, but
//   only in sums that are never written. No index beyond a matrix is ever read or written.
//
//   LOAD_A divides k and LOAD_B divides n, so a read from global memory lies wholly inside or outside and is aligned
//   to its size. An index into a matrix stays below 2^31, since a Java array holds it.
//
//   Local memory: TILE_K*(TILE_M + PAD + TILE_N) elements. 2*m*n*k floating-point operations.
//   Source: V. Volkov, J. Demmel, Benchmarking GPUs to tune dense linear algebra, SC 2008; C. Nugteren, CLBlast, 2018.

#ifndef GROUP_M
#define GROUP_M 16 // work-items of a group along m
#endif
#ifndef GROUP_N
#define GROUP_N 16 // work-items of a group along n
#endif
#ifndef ITEM_M
#define ITEM_M 8 // rows of C per work-item, in elements
#endif
#ifndef ITEM_N
#define ITEM_N 8 // columns of C per work-item, in elements
#endif
#ifndef TILE_K
#define TILE_K 16 // depth of the tiles in local memory, in elements
#endif
#ifndef VECTOR_M
#define VECTOR_M 4 // elements per read of A from local memory: 1, 2, 4, 8 or 16; divides ITEM_M
#endif
#ifndef VECTOR_N
#define VECTOR_N 4 // elements per read of B from local memory and per sum: likewise; divides ITEM_N
#endif
#ifndef LOAD_A
#define LOAD_A 4 // elements per read of A from global memory: likewise; divides TILE_K and k
#endif
#ifndef LOAD_B
#define LOAD_B 4 // elements per read of B from global memory: likewise; divides TILE_N and n
#endif
#ifndef PAD
#define PAD 4 // elements between the rows of tile_a, against bank conflicts; a multiple of VECTOR_M
#endif

#include "types.h"

typedef WIDE(real, VECTOR_M) vector_m;
typedef WIDE(real, VECTOR_N) vector_n;
typedef WIDE(real, LOAD_A) load_a;
typedef WIDE(real, LOAD_B) load_b;

#define ITEMS (GROUP_M * GROUP_N)
#define TILE_M (GROUP_M * ITEM_M)
#define TILE_N (GROUP_N * ITEM_N)
#define ROW_A (TILE_M + PAD)
#define BLOCKS_M (ITEM_M / VECTOR_M)
#define BLOCKS_N (ITEM_N / VECTOR_N)
#define WIDEST __attribute__((aligned(16 * PRECISION / 8)))
#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why

// Copies a tile of A, transposed; a has `rows` rows and `columns` columns left from the tile's corner on.
INLINED void copy_a(__local real *tile, __global const real *a, const uint rows, const uint columns,
                    const uint k, const uint item)
{
    const uint loads = TILE_M * TILE_K / LOAD_A;
    for (uint l = 0; l < (loads + ITEMS - 1) / ITEMS; l++) {
        const uint load = l * ITEMS + item;
        if (loads % ITEMS == 0 || load < loads) {
            const uint i = load / (TILE_K / LOAD_A);
            const uint p = load % (TILE_K / LOAD_A) * LOAD_A;
            union { load_a wide; real element[LOAD_A]; } read;
            read.wide = 0;
            if (i < rows && p < columns) {
                read.wide = *(__global const load_a *) (a + i * k + p);
            }
#pragma unroll
            for (uint e = 0; e < LOAD_A; e++) {
                tile[(p + e) * ROW_A + i] = read.element[e];
            }
        }
    }
}

// Copies a tile of B; b has `rows` rows and `columns` columns left from the tile's corner on.
INLINED void copy_b(__local real *tile, __global const real *b, const uint rows, const uint columns,
                    const uint n, const uint item)
{
    const uint loads = TILE_K * TILE_N / LOAD_B;
    for (uint l = 0; l < (loads + ITEMS - 1) / ITEMS; l++) {
        const uint load = l * ITEMS + item;
        if (loads % ITEMS == 0 || load < loads) {
            const uint p = load / (TILE_N / LOAD_B);
            const uint j = load % (TILE_N / LOAD_B) * LOAD_B;
            load_b read = 0;
            if (p < rows && j < columns) {
                read = *(__global const load_b *) (b + p * n + j);
            }
            *(__local load_b *) (tile + p * TILE_N + j) = read;
        }
    }
}

// Writes those of VECTOR_N sums that lie inside a row of C, which starts at c, from a column on.
INLINED void write_c(__global real *c, const uint column, const uint n, const vector_n sums)
{
#if LOAD_B >= VECTOR_N
    if (column < n) { // n is a multiple of VECTOR_N: all or none
        *(__global vector_n *) (c + column) = sums;
    }
#else
    union { vector_n wide; real element[VECTOR_N]; } write;
    write.wide = sums;
    if (column + VECTOR_N <= n) {
        WIDE(vstore, VECTOR_N)(sums, 0, c + column);
    } else {
#if VECTOR_N <= 4
#pragma unroll // wider vectors belong to CPUs, which would take seconds to compile it unrolled
#endif
        for (uint e = 0; e < VECTOR_N; e++) {
            if (column + e < n) {
                c[column + e] = write.element[e];
            }
        }
    }
#endif
}

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) IN_SUBGROUPS
void tiled(const uint m, const uint n, const uint k,
           __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
    __local real tile_a[TILE_K * ROW_A] WIDEST;
    __local real tile_b[TILE_K * TILE_N] WIDEST;
    const uint across = (n + TILE_N - 1) / TILE_N;
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) m * n;
#endif
    const uint row0 = get_group_id(0) / across * TILE_M;
    const uint column0 = get_group_id(0) % across * TILE_N;
    const uint item = get_local_id(0);
    const uint item_m = item / GROUP_N;
    const uint item_n = item % GROUP_N;

    vector_n sum[ITEM_M][BLOCKS_N];
#pragma unroll
    for (uint i = 0; i < ITEM_M; i++) {
#pragma unroll
        for (uint j = 0; j < BLOCKS_N; j++) {
            sum[i][j] = 0;
        }
    }

    for (uint p0 = 0; p0 < k; p0 += TILE_K) {
        copy_a(tile_a, a + row0 * k + p0, m - row0, k - p0, k, item);
        copy_b(tile_b, b + p0 * n + column0, k - p0, n - column0, n, item);
        barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 2 // more takes more than 128 registers, and then only one group of 256 fits on a multiprocessor
        for (uint p = 0; p < TILE_K; p++) {
            vector_n row_b[BLOCKS_N];
#pragma unroll
            for (uint j = 0; j < BLOCKS_N; j++) {
                row_b[j] = *(__local const vector_n *) (tile_b + p * TILE_N + (j * GROUP_N + item_n) * VECTOR_N);
            }
#pragma unroll
            for (uint i = 0; i < BLOCKS_M; i++) {
                union { vector_m wide; real element[VECTOR_M]; } column_a;
                column_a.wide = *(__local const vector_m *) (tile_a + p * ROW_A + (i * GROUP_M + item_m) * VECTOR_M);
#pragma unroll
                for (uint e = 0; e < VECTOR_M; e++) {
#pragma unroll
                    for (uint j = 0; j < BLOCKS_N; j++) {
                        sum[i * VECTOR_M + e][j] =
                            MULTIPLY_ADD((vector_n) (column_a.element[e]), row_b[j], sum[i * VECTOR_M + e][j]);
                    }
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

#pragma unroll
    for (uint i = 0; i < ITEM_M; i++) {
        const uint row = row0 + (i / VECTOR_M * GROUP_M + item_m) * VECTOR_M + i % VECTOR_M;
#pragma unroll
        for (uint j = 0; j < BLOCKS_N; j++) {
            const uint column = column0 + (j * GROUP_N + item_n) * VECTOR_N;
            if (row < m) {
                write_c(c + row * n, column, n, sum[i][j]);
            }
        }
    }
}
