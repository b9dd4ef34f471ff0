// C = A*B by a GPU's matrix instruction, in three levels of blocks: a work-group's block of C, a warp's part of it in
// registers, and in that the small matrices that the instruction multiplies. Tiles of A and B lie in local memory and are read
// for the next step while this one is computed, as in warp.cl.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//       BLOCK_N = WARPS_N*WARP_N               WARP_N
//      +-----------+-----------+              +-------+-------+-------+
//      |  warp 0   |  warp 1   |              |       |       |       |   each MMA_M by MMA_N, a result of the instruction:
//      |           |           |              +-------+-------+-------+   mma.h says which of them a lane holds
//      +-----------+-----------+ BLOCK_M      |       |       |       |
//      |  warp 2   |  warp 3   |              +-------+-------+-------+ WARP_M
//      |           |           |
//      +-----------+-----------+
//
//   Local memory holds two tiles of each matrix, BLOCK_K deep. A's rows stand as they are, so that a lane's elements lie as the
//   instruction wants them; PAD_A and PAD_B keep lanes that read at once in different banks:
//     tile_a[i*ROW_A + p] = A[(row0 + i)*k + p0 + p]
//     tile_b[p*ROW_B + j] = B[(p0 + p)*n + column0 + j]
//
//   Edges, bands of groups and slices of k are those of warp.cl (blocks.h, tiles.h). What is of a reduced format, packed.cl
//   multiplies.
//
//   Local memory: 2*(BLOCK_M*ROW_A + BLOCK_K*ROW_B) elements, and without the instruction what lanes exchange.
//   2*m*n*k floating-point operations.
//   Source: A. Kerr, D. Merrill, J. Demouth, J. Tran, CUTLASS: fast linear algebra in CUDA C++, 2017.

#ifndef INSTRUCTION
#define INSTRUCTION 1 // which one, by its number in mma.h
#endif
#ifndef PRECISION
#define PRECISION 64 // bits of an element
#endif
#ifndef WARPS_M
#define WARPS_M 2 // warps of a group along m
#endif
#ifndef WARPS_N
#define WARPS_N 2 // warps of a group along n
#endif
#ifndef WARP_M
#define WARP_M 64 // rows of C of a warp; a multiple of MMA_M
#endif
#ifndef WARP_N
#define WARP_N 32 // columns of C of a warp; a multiple of MMA_N
#endif
#ifndef BLOCK_K
#define BLOCK_K 8 // depth of the tiles in local memory, in elements; a multiple of MMA_K
#endif
#ifndef LOAD_A
#define LOAD_A 2 // elements per read of A from global memory: 1, 2 or 4; divides BLOCK_K, k and depth
#endif
#ifndef LOAD_B
#define LOAD_B 2 // elements per read of B from global memory: likewise; divides BLOCK_N and n
#endif
#ifndef PAD_A
#define PAD_A 4 // elements between the rows of tile_a, against bank conflicts; a multiple of LOAD_A
#endif
#ifndef PAD_B
#define PAD_B 4 // elements between the rows of tile_b, likewise
#endif
#ifndef BAND
#define BAND 8 // blocks of rows that a band of groups is high
#endif

#include "types.h"

#include "mma.h"

#define VECTOR NEIGHBOURS
#define WHOLE (LOAD_B >= VECTOR)
#define ITEMS (WARPS_M * WARPS_N * WARP)
#define BLOCK_M (WARPS_M * WARP_M)
#define BLOCK_N (WARPS_N * WARP_N)
#define ROW_A (BLOCK_K + PAD_A)
#define ROW_B (BLOCK_N + PAD_B)
#define TILES_M (WARP_M / MMA_M)
#define TILES_N (WARP_N / MMA_N)

#include "blocks.h"

#include "tiles.h"

#if NATIVE
#define UNROLLED 64 // turns of a loop, all of them
#else
#define UNROLLED 1 // what an instruction means is long
#endif

// Writes a work-item's part of A to local memory.
INLINED void keep_a(__local real *tile, const load_a *part, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        if (IS_IN_A(t, item)) {
            *(__local load_a *) (tile + ROW_IN_A(t, item) * ROW_A + K_IN_A(t, item)) = part[t];
        }
    }
}

// Likewise of B.
INLINED void keep_b(__local real *tile, const load_b *part, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        if (IS_IN_B(t, item)) {
            *(__local load_b *) (tile + K_IN_B(t, item) * ROW_B + COLUMN_IN_B(t, item)) = part[t];
        }
    }
}

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void matrix(const uint m, const uint n, const uint k, const uint depth,
            __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
    __local real tile_a[2][BLOCK_M * ROW_A] WIDEST;
    __local real tile_b[2][BLOCK_K * ROW_B] WIDEST;
#if NATIVE
#define MULTIPLY_ADD_TILES(sum, a, b) multiply_add(sum, a, b)
#else
    __local real exchange[WARPS_M * WARPS_N][EXCHANGED];
#define MULTIPLY_ADD_TILES(sum, a, b) multiply_add(sum, a, b, exchange[warp], lane)
#endif
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) ((k + depth - 1) / depth) * m * n;
#endif
    uint row0, column0;
    const uint slice = place_group(&row0, &column0, m, n);
    const uint item = get_local_id(0);
    const uint lane = item % WARP;
    const uint warp = item / WARP;
    const uint warp_row = warp / WARPS_N * WARP_M;
    const uint warp_column = warp % WARPS_N * WARP_N;

    sums sum[TILES_M][TILES_N];
#pragma unroll
    for (uint i = 0; i < TILES_M; i++) {
#pragma unroll
        for (uint j = 0; j < TILES_N; j++) {
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
        __local const real *from_a = tile_a[now] + (warp_row + ROW_OF_A(lane)) * ROW_A + K_OF_A(lane);
        __local const real *from_b = tile_b[now] + K_OF_B(lane) * ROW_B + warp_column + COLUMN_OF_B(lane);
#pragma unroll UNROLLED
        for (uint p = 0; p < BLOCK_K; p += MMA_K) {
            real of_b[TILES_N][ELEMENTS_OF_B];
#pragma unroll
            for (uint j = 0; j < TILES_N; j++) {
#pragma unroll
                for (uint e = 0; e < ELEMENTS_OF_B; e++) {
                    of_b[j][e] = from_b[(p + KS_TO_B(e)) * ROW_B + j * MMA_N];
                }
            }
#pragma unroll UNROLLED
            for (uint i = 0; i < TILES_M; i++) {
                real of_a[ELEMENTS_OF_A];
#pragma unroll
                for (uint e = 0; e < ELEMENTS_OF_A; e++) {
                    of_a[e] = from_a[(i * MMA_M + ROWS_TO_A(e)) * ROW_A + p + KS_TO_A(e)];
                }
#pragma unroll UNROLLED
                for (uint j = 0; j < TILES_N; j++) {
                    sum[i][j] = MULTIPLY_ADD_TILES(sum[i][j], of_a, of_b[j]);
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
    for (uint i = 0; i < TILES_M; i++) {
#pragma unroll
        for (uint j = 0; j < TILES_N; j++) {
            const uint column = column0 + warp_column + j * MMA_N + COLUMN_OF_C(lane);
            union { sums wide; vector part[SUMS / VECTOR]; } all;
            all.wide = sum[i][j];
#pragma unroll
            for (uint e = 0; e < SUMS; e += VECTOR) {
                const uint row = row0 + warp_row + i * MMA_M + ROW_OF_C(lane) + ROWS_TO_C(e);
                if (row < m) {
                    write_c(c + row * n, column, n, all.part[e / VECTOR]);
                }
            }
        }
    }
}
