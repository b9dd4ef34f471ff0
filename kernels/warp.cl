// C = A*B for GPUs, in four levels of blocks: a work-group's block of C, a warp's part of it, a work-item's part of
// that in registers, and tiles of A and B in local memory that are read for the next step while this one is computed.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//       BLOCK_N = WARPS_N*WARP_N               WARP_N = LANES_N*ITEM_N
//      +-----------+-----------+              +---+---+---+---+---+---+---+---+
//      |  warp 0   |  warp 1   |              | 0 | 1 | 2 | 3 | 0 | 1 | 2 | 3 |   a warp of LANES_M by LANES_N
//      |           |           |              +---+---+---+---+---+---+---+---+   work-items, VECTOR columns and
//      +-----------+-----------+ BLOCK_M      | 4 | 5 | 6 | 7 | 4 | 5 | 6 | 7 |   VECTOR rows each, over and over:
//      |  warp 2   |  warp 3   |              +---+---+---+---+---+---+---+---+   neighbours read neighbouring
//      |           |           |              | 0 | 1 | 2 | 3 | 0 | 1 | 2 | 3 |   vectors of local memory, and all
//      +-----------+-----------+              +---+---+---+---+---+---+---+---+   lanes of a row the same one of A
//                                             | 4 | 5 | 6 | 7 | 4 | 5 | 6 | 7 |
//                                             +---+---+---+---+---+---+---+---+   WARP_M = LANES_M*ITEM_M
//
//     row    = warp_m*WARP_M + (block*LANES_M + lane_m)*VECTOR + 0 .. VECTOR-1    block = 0 .. ITEM_M/VECTOR - 1
//     column = warp_n*WARP_N + (block*LANES_N + lane_n)*VECTOR + 0 .. VECTOR-1    block = 0 .. ITEM_N/VECTOR - 1
//
//   Local memory holds two tiles of A, transposed, and two of B, all BLOCK_K deep. While one pair is multiplied the
//   next travels from global memory to registers, and from there to the other pair: one barrier per BLOCK_K.
//     tile_a[p*(BLOCK_M + PAD) + i] = A[(row0 + i)*k + p0 + p]       tile_b[p*BLOCK_N + j] = B[(p0 + p)*n + column0 + j]
//
//   Groups run along C in bands of BAND blocks of rows, column by column within a band, so that the groups that run at
//   once share rows of A and columns of B in the last-level cache:
//
//        +---+---+---+---+---+---+
//        | 0 | 2 | 4 | 6 | 8 |10 |   BAND = 2
//        | 1 | 3 | 5 | 7 | 9 |11 |
//        +---+---+---+---+---+---+
//        |12 |14 | ...
//
//   Where there are too few blocks for the device, k is cut into slices of `depth`: slice s writes its share of C to
//   c[s*m*n + i*n + j], and sum_slices adds the shares. With one slice, c is C itself.
//
//   The first tile takes what BLOCK_K leaves of k, filled up with zeros: a zero of A meets a zero of B. All other tiles are
//   whole. Beyond m and n the tiles repeat the last row and the last columns, for sums that are never written. No index
//   beyond a matrix is ever read or written. LOAD_A divides k and depth, and LOAD_B divides n, so a read lies wholly inside
//   or outside and is aligned to its size.
//
//   Local memory: 2*BLOCK_K*(BLOCK_M + PAD + BLOCK_N) elements. 2*m*n*k floating-point operations.
//   Sources: V. Volkov, J. Demmel, Benchmarking GPUs to tune dense linear algebra, SC 2008; A. Kerr, D. Merrill,
//   J. Demouth, J. Tran, CUTLASS: fast linear algebra in CUDA C++, 2017.

#ifndef WARPS_M
#define WARPS_M 4 // warps of a group along m
#endif
#ifndef WARPS_N
#define WARPS_N 2 // warps of a group along n
#endif
#ifndef LANES_M
#define LANES_M 4 // work-items of a warp along m
#endif
#ifndef LANES_N
#define LANES_N 8 // work-items of a warp along n
#endif
#ifndef ITEM_M
#define ITEM_M 8 // rows of C per work-item; a multiple of VECTOR
#endif
#ifndef ITEM_N
#define ITEM_N 8 // columns of C per work-item; a multiple of VECTOR
#endif
#ifndef BLOCK_K
#define BLOCK_K 16 // depth of the tiles in local memory, in elements
#endif
#ifndef VECTOR
#define VECTOR 4 // elements per read of local memory and per sum: 1, 2 or 4
#endif
#ifndef LOAD_A
#define LOAD_A 4 // elements per read of A from global memory: 1, 2 or 4; divides BLOCK_K, k and depth
#endif
#ifndef LOAD_B
#define LOAD_B 4 // elements per read of B from global memory: likewise; divides BLOCK_N and n
#endif
#ifndef PAD
#define PAD 4 // elements between the rows of tile_a, against bank conflicts; a multiple of VECTOR
#endif
#ifndef BAND
#define BAND 8 // blocks of rows that a band of groups is high
#endif
#ifndef UNROLL
#define UNROLL 2 // steps of k that are unrolled; more of them take more registers
#endif

#include "types.h"

#define WARP (LANES_M * LANES_N)
#define ITEMS (WARPS_M * WARPS_N * WARP)
#define WARP_M (LANES_M * ITEM_M)
#define WARP_N (LANES_N * ITEM_N)
#define BLOCK_M (WARPS_M * WARP_M)
#define BLOCK_N (WARPS_N * WARP_N)
#define ROW_A (BLOCK_M + PAD)
#define BLOCKS_M (ITEM_M / VECTOR)
#define BLOCKS_N (ITEM_N / VECTOR)
#define WHOLE (LOAD_B >= VECTOR)
#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why

#include "blocks.h"

#include "tiles.h"

// Writes this work-item's part of A to local memory, transposed.
INLINED void keep_a(__local real *tile, const load_a *part, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        union { load_a wide; real element[LOAD_A]; } kept;
        kept.wide = part[t];
        if (IS_IN_A(t, item)) {
#pragma unroll
            for (uint e = 0; e < LOAD_A; e++) {
                tile[(K_IN_A(t, item) + e) * ROW_A + ROW_IN_A(t, item)] = kept.element[e];
            }
        }
    }
}

// That of B as it is.
INLINED void keep_b(__local real *tile, const load_b *part, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        if (IS_IN_B(t, item)) {
            *(__local load_b *) (tile + READ_OF(t, item) * LOAD_B) = part[t];
        }
    }
}

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) IN_SUBGROUPS
void warp(const uint m, const uint n, const uint k, const uint depth,
          __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
    __local real tile_a[2][BLOCK_K * ROW_A] WIDEST;
    __local real tile_b[2][BLOCK_K * BLOCK_N] WIDEST;
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) ((k + depth - 1) / depth) * m * n;
#endif
    uint row0, column0;
    const uint slice = place_group(&row0, &column0, m, n);
    const uint item = get_local_id(0);
    const uint lane = item % WARP;
    const uint first_row = item / WARP / WARPS_N * WARP_M + lane / LANES_N * VECTOR;
    const uint first_column = item / WARP % WARPS_N * WARP_N + lane % LANES_N * VECTOR;

    vector sum[ITEM_M][BLOCKS_N];
#pragma unroll
    for (uint i = 0; i < ITEM_M; i++) {
#pragma unroll
        for (uint j = 0; j < BLOCKS_N; j++) {
            sum[i][j] = 0;
        }
    }

    const uint p0 = slice * depth;
    const uint deep = min(k - p0, depth);
    const uint first = (deep - 1) % BLOCK_K + 1; // so that all other tiles are whole
    uint left = (deep - first) / BLOCK_K;
    uint now = 0;
    uint at_a[TURNS_A];
    uint at_b[TURNS_B];
    load_a part_a[TURNS_A];
    load_b part_b[TURNS_B];
    place_a(at_a, row0, m, p0, k, item);
    place_b(at_b, column0, n, p0, item);
    read_a(part_a, a, at_a, first, item);
    read_b(part_b, b, at_b, first, n, item);
    keep_a(tile_a[0], part_a, item);
    keep_b(tile_b[0], part_b, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    while (true) {
        const bool more = left != 0;
        if (more) {
            read_a(part_a, a, at_a, BLOCK_K, item);
            read_b(part_b, b, at_b, BLOCK_K, n, item);
        }
        __local const real *columns_a = tile_a[now] + first_row;
        __local const real *rows_b = tile_b[now] + first_column;
#pragma unroll UNROLL
        for (uint p = 0; p < BLOCK_K; p++) {
            vector row_b[BLOCKS_N];
#pragma unroll
            for (uint j = 0; j < BLOCKS_N; j++) {
                row_b[j] = *(__local const vector *) (rows_b + p * BLOCK_N + j * LANES_N * VECTOR);
            }
#pragma unroll
            for (uint i = 0; i < BLOCKS_M; i++) {
                union { vector wide; real element[VECTOR]; } column_a;
                column_a.wide = *(__local const vector *) (columns_a + p * ROW_A + i * LANES_M * VECTOR);
#pragma unroll
                for (uint e = 0; e < VECTOR; e++) {
#pragma unroll
                    for (uint j = 0; j < BLOCKS_N; j++) {
                        sum[i * VECTOR + e][j] =
                            MULTIPLY_ADD((vector) (column_a.element[e]), row_b[j], sum[i * VECTOR + e][j]);
                    }
                }
            }
        }
        if (!more) {
            break;
        }
        left--;
        now = 1 - now;
        keep_a(tile_a[now], part_a, item);
        keep_b(tile_b[now], part_b, item);
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    c += (size_t) slice * m * n;
#pragma unroll
    for (uint i = 0; i < ITEM_M; i++) {
        const uint row = row0 + first_row + i / VECTOR * (LANES_M * VECTOR) + i % VECTOR;
#pragma unroll
        for (uint j = 0; j < BLOCKS_N; j++) {
            if (row < m) {
                write_c(c + row * n, column0 + first_column + j * LANES_N * VECTOR, n, sum[i][j]);
            }
        }
    }
}
