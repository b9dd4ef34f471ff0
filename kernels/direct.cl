// C = A*B straight from A and B: no packing, no local memory and no barrier, for shapes that are too small or too thin
// to pay for more. Each work-item keeps a register tile of C.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//   A tile is TILE_M rows by TILE_N = LANES*VECTORS columns, TILE_M <= m and TILE_N <= n. A group is GROUP_M by GROUP_N
//   tiles; groups are counted row by row along C, tiles row by row within a group, and all of that again for every slice
//   of k. A tile that would reach over an edge is moved inwards until it ends there, and writes only what the tile
//   before it leaves over. So every read is a whole vector inside a matrix, and nothing is written twice:
//
//          TILE_N
//         +-------+-------+---+
//  TILE_M |   0   |   1   | 2 |     tile 2 computes the columns n - TILE_N .. n - 1,
//         +-------+---+---+---+     and writes those that tile 1 does not
//         |       |   |   :   |
//         +-------+---+-------+
//
//   Where a few tiles cannot fill the device, k is cut into slices of `depth`: slice s writes its share of C to
//   c[s*m*n + i*n + j], and sum_slices adds the shares. With one slice, c is C itself.
//
//   n = 1 has a kernel of its own, direct_column, since there A lies along k and B does too:
//
//         +---------------------------+ +
//       A | > item 0 | item 1 | item 0 ..| ROWS rows; work-items take turns at LANES elements
//         +---------------------------+ +
//
//   2*m*n*k floating-point operations.

#ifndef GROUP_M
#define GROUP_M 4 // work-items of a group along m
#endif
#ifndef GROUP_N
#define GROUP_N 16 // work-items of a group along n
#endif
#ifndef TILE_M
#define TILE_M 4 // rows of C per work-item; at most m
#endif
#ifndef LANES
#define LANES 4 // elements of a vector: 1, 2, 4, 8 or 16
#endif
#ifndef VECTORS
#define VECTORS 1 // vectors along a row of a tile; LANES*VECTORS is at most n
#endif
#ifndef ROWS
#define ROWS 4 // rows of A per group of direct_column
#endif
#ifndef ITEMS
#define ITEMS 64 // work-items of a group of direct_column and of sum_slices: a power of two
#endif

#include "types.h"

typedef WIDE(real, LANES) vector;

// A vector at an address of any alignment that an element has.
#if LANES == 1
#define LOAD(from) (*(from))
#define STORE(value, to) (*(to) = (value))
#else
#define LOAD(from) WIDE(vload, LANES)(0, from)
#define STORE(value, to) WIDE(vstore, LANES)(value, 0, to)
#endif

#define TILE_N (LANES * VECTORS)

__kernel __attribute__((reqd_work_group_size(GROUP_M * GROUP_N, 1, 1))) IN_SUBGROUPS
void direct(const uint m, const uint n, const uint k, const uint depth,
            __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
    const uint across = (n + GROUP_N * TILE_N - 1) / (GROUP_N * TILE_N);
    const uint down = (m + GROUP_M * TILE_M - 1) / (GROUP_M * TILE_M);
    const uint slice = get_group_id(0) / across / down;
    const uint row0 = (get_group_id(0) / across % down * GROUP_M + get_local_id(0) / GROUP_N) * TILE_M;
    const uint column0 = (get_group_id(0) % across * GROUP_N + get_local_id(0) % GROUP_N) * TILE_N;
    if (row0 >= m || column0 >= n) {
        return;
    }
    const uint row = min(row0, m - TILE_M);
    const uint column = min(column0, n - TILE_N);
    const uint p0 = slice * depth;
    const uint steps = min(depth, k - p0);
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) ((k + depth - 1) / depth) * m * n;
#endif
    a += (size_t) row * k + p0;
    b += (size_t) p0 * n + column;
    c += ((size_t) slice * m + row) * n + column;

    vector sum[TILE_M][VECTORS];
#pragma unroll
    for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            sum[r][v] = 0;
        }
    }
    for (uint p = 0; p < steps; p++) {
        vector row_b[VECTORS];
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            row_b[v] = LOAD(b + v * LANES);
        }
        b += n;
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
            const vector element_a = a[(size_t) r * k + p];
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                sum[r][v] = MULTIPLY_ADD(element_a, row_b[v], sum[r][v]);
            }
        }
    }
    if (row == row0 && column == column0) {
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                STORE(sum[r][v], c + (size_t) r * n + v * LANES);
            }
        }
    } else {
        real tile[TILE_M * TILE_N];
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                STORE(sum[r][v], tile + r * TILE_N + v * LANES);
            }
        }
#if LANES <= 4
#pragma unroll // a GPU would keep a tile that is indexed in memory; wider vectors belong to CPUs
#else
#pragma unroll 1
#endif
        for (uint r = 0; r < TILE_M; r++) {
#if LANES <= 4
#pragma unroll
#else
#pragma unroll 1
#endif
            for (uint j = 0; j < TILE_N; j++) {
                if (r >= row0 - row && j >= column0 - column) {
                    c[(size_t) r * n + j] = tile[r * TILE_N + j];
                }
            }
        }
    }
}

// n = 1. Groups: ROWS rows each, slice by slice; row group g ends at row m where it would reach beyond.
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void direct_column(const uint m, const uint k, const uint depth,
                   __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
    const uint groups = (m + ROWS - 1) / ROWS;
    const uint slice = get_group_id(0) / groups;
    const uint row0 = get_group_id(0) % groups * ROWS;
    const uint item = get_local_id(0);
    const uint p0 = slice * depth;
    const uint steps = min(depth, k - p0);
    const uint rows = min(m - row0, (uint) ROWS);
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k;
    c += get_group_id(1) * (size_t) ((k + depth - 1) / depth) * m;
#endif
    a += (size_t) row0 * k + p0;
    b += p0;

    vector sum[ROWS];
    real rest[ROWS];
#pragma unroll
    for (uint r = 0; r < ROWS; r++) {
        sum[r] = 0;
        rest[r] = 0;
    }
    const uint whole = steps / LANES * LANES;
    for (uint p = item * LANES; p < whole; p += ITEMS * LANES) {
        const vector part_b = LOAD(b + p);
#pragma unroll
        for (uint r = 0; r < ROWS; r++) {
            // A row beyond the last is the last once more: read, but never written.
            sum[r] = MULTIPLY_ADD(LOAD(a + (size_t) min((uint) r, rows - 1) * k + p), part_b, sum[r]);
        }
    }
    for (uint p = whole + item; p < steps; p += ITEMS) {
#pragma unroll
        for (uint r = 0; r < ROWS; r++) {
            rest[r] = MULTIPLY_ADD(a[(size_t) min((uint) r, rows - 1) * k + p], b[p], rest[r]);
        }
    }
#if ITEMS > 1
    __local real share[ROWS][ITEMS];
#endif
#pragma unroll
    for (uint r = 0; r < ROWS; r++) {
        union { vector wide; real element[LANES]; } lanes;
        lanes.wide = sum[r];
#pragma unroll
        for (uint e = 0; e < LANES; e++) {
            rest[r] += lanes.element[e];
        }
#if ITEMS > 1
        share[r][item] = rest[r];
#else
        if (r < rows) {
            c[(size_t) slice * m + row0 + r] = rest[r];
        }
#endif
    }
#if ITEMS > 1
    for (uint half_items = ITEMS / 2; half_items > 0; half_items /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < half_items) {
#pragma unroll
            for (uint r = 0; r < ROWS; r++) {
                share[r][item] += share[r][item + half_items];
            }
        }
    }
    if (item == 0) {
        for (uint r = 0; r < rows; r++) {
            c[(size_t) slice * m + row0 + r] = share[r][0];
        }
    }
#endif
}

// Adds the shares that the slices of k left; always in one order, so that a product is the same each time.
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void sum_slices(const uint elements, const uint slices, __global const real *restrict shares, __global real *restrict c)
{
#if BATCH
    shares += get_group_id(1) * (size_t) slices * elements;
    c += get_group_id(1) * (size_t) elements;
#endif
    for (size_t i = get_global_id(0); i < elements; i += get_global_size(0)) {
        real sum = shares[i];
        for (uint s = 1; s < slices; s++) {
            sum += shares[(size_t) s * elements + i];
        }
        c[i] = sum;
    }
}
