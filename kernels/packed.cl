// C = A*B of a reduced format by a GPU's matrix instructions. The matrices come as floats; pack makes words of them first, in the
// order in which tiles of local memory want them, with zeros beyond the edges. So what packed reads is contiguous, and it asks
// nothing about edges until it writes C.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//       BLOCK_N = WARPS_N*WARP_N               WARP_N
//      +-----------+-----------+              +-------+-------+-------+
//      |  warp 0   |  warp 1   |              |       |       |       |   each a fragment, FRAGMENT_M by FRAGMENT_N:
//      |           |           |              +-------+-------+-------+   fragments.h says what a lane holds of it
//      +-----------+-----------+ BLOCK_M      |       |       |       |
//      |  warp 2   |  warp 3   |              +-------+-------+-------+ WARP_M
//      |           |           |
//      +-----------+-----------+
//
//   Packed A: blocks of BLOCK_M rows behind each other, each of tiles that are UNITS units of 16 bytes deep (fragments.h):
//     packed[((block*tiles + tile)*UNITS + unit)*BLOCK_M + row]
//   and likewise the columns of B in blocks of BLOCK_N; where fragments are blocks, as fragments.h says. Local memory holds
//   STAGES tiles of each: one that is multiplied, and those that are on their way.
//
//   Bands of groups and slices of k are those of warp.cl (blocks.h); a slice has whole tiles.
//
//   Local memory: STAGES*UNITS*16*(BLOCK_M + BLOCK_N) bytes, and without the instruction what lanes exchange.
//   2*m*n*k operations.
//   Source: A. Kerr, D. Merrill, J. Demouth, J. Tran, CUTLASS: fast linear algebra in CUDA C++, 2017.

#ifndef INSTRUCTION
#define INSTRUCTION 3 // which one, by its number in fragments.h
#endif
#ifndef WARPS_M
#define WARPS_M 2 // warps of a group along m
#endif
#ifndef WARPS_N
#define WARPS_N 2 // warps of a group along n
#endif
#ifndef WARP_M
#define WARP_M 64 // rows of C of a warp; a multiple of FRAGMENT_M
#endif
#ifndef WARP_N
#define WARP_N 64 // columns of C of a warp; a multiple of FRAGMENT_N
#endif
#ifndef UNITS
#define UNITS 4 // depth of the tiles in local memory, in units of 16 bytes; a multiple of FRAGMENT_UNITS
#endif
#ifndef STAGES
#define STAGES 3 // tiles of each matrix in local memory: 2, or more where copies run beside the kernel
#endif
#ifndef BAND
#define BAND 8 // blocks of rows that a band of groups is high
#endif
#ifndef WHOLE
#define WHOLE 1 // 1: n is even
#endif
#ifndef SLICED
#define SLICED 0 // 1: k is cut into slices, whose shares sum_slices adds up
#endif

#include "types.h"

#include "fragments.h"

#define VECTOR NEIGHBOURS
#define ITEMS (WARPS_M * WARPS_N * WARP)
#define BLOCK_M (WARPS_M * WARP_M)
#define BLOCK_N (WARPS_N * WARP_N)
#define PARTS_M (WARP_M / FRAGMENT_M)
#define PARTS_N (WARP_N / FRAGMENT_N)
#define TILE_A (UNITS * BLOCK_M) // in units
#define TILE_B (UNITS * BLOCK_N)
#define TURNS_A ((TILE_A + ITEMS - 1) / ITEMS) // of one work-item for one tile
#define TURNS_B ((TILE_B + ITEMS - 1) / ITEMS)
#define TURNS (TURNS_A + TURNS_B)

#if FORMAT == 7 && SLICED // the bits of an integer
#define SHARE(sum) as_float(sum)
#define SUM_OF(share) as_int(share)
#else
#define SHARE(sum) ((real) (sum))
#define SUM_OF(share) (share)
#endif

#include "blocks.h"

#define ELEMENTS (4 * PER_WORD) // of a unit
#define SIDE 8                  // of a square of rows and units that work-items pack who follow one another

// Packs rows of A, or columns of B: so many of so many elements, which lie so far apart, into units of so many rows: 1, or 4 that
// have a word each. Blocks are `block` rows high, and what they have beyond the edges, zeros.
__kernel void pack(const uint rows, const uint elements, const uint from_row, const uint from_element, const uint of_unit,
                   const uint block, const uint tiles, __global const real *restrict from, __global uint4 *restrict packed)
{
    const uint shared_by = BLOCKS ? of_unit : 1; // known to the compiler where it can be
    const uint deep = tiles * UNITS * shared_by;
    const uint high = (rows + block - 1) / block * block / shared_by;
#if BATCH
    from += get_group_id(1) * (size_t) rows * elements;
    packed += get_group_id(1) * (size_t) high * deep;
#endif
    const uint square = get_global_id(0) / (SIDE * SIDE);
    const uint across = (high + SIDE - 1) / SIDE;
    const uint down = square % across * SIDE + get_global_id(0) % SIDE;
    const uint part = square / across * SIDE + get_global_id(0) / SIDE % SIDE;
    if (down >= high || part >= deep) {
        return;
    }
    const uint run = ELEMENTS / shared_by; // elements of a row
    uint words[4];
#pragma unroll
    for (uint w = 0; w < 4; w++) {
        words[w] = 0;
#pragma unroll
        for (uint e = 0; e < PER_WORD; e++) {
            const uint row = down * shared_by + (w * PER_WORD + e) / run;
            const uint element = part * run + (w * PER_WORD + e) % run;
            if (row < rows && element < elements) {
                words[w] |= bits_of(from[(size_t) row * from_row + (size_t) element * from_element], e);
            }
        }
    }
    const uint lines = block / shared_by;
    const uint side = BLOCKS && shared_by > 1 ? WARP / 4 : 1;       // lines of a fragment that lie beside each other
    const uint length = BLOCKS ? FRAGMENT_UNITS * shared_by : 1;     // and their parts
    const uint line = down % lines;
    const uint place = (part / length * (lines / side) + line / side) * (length * side) + part % length * side + line % side;
    packed[(size_t) (down / lines) * deep * lines + place] = (uint4) (words[0], words[1], words[2], words[3]);
}

#if SET == 0
#define COPIED 1 // past the registers, while the kernel goes on
#else
#define COPIED 0 // through registers, one tile ahead
#endif

#if COPIED && NATIVE
#define COPY(to, from, wanted)                                                                                              \
    __asm__ volatile("{ .reg .pred wanted; setp.ne.u32 wanted, %2, 0; @wanted cp.async.cg.shared.global [%0], [%1], 16; }" \
                     :                                                                                                    \
                     : "r"((uint) (size_t) (to)), "l"(from), "r"((uint) (wanted))                                         \
                     : "memory")
#define END_OF_COPIES __asm__ volatile("cp.async.commit_group;" : : : "memory")
#define TEXT(number) #number
#define WAIT_BUT(number) __asm__ volatile("cp.async.wait_group " TEXT(number) ";" : : : "memory")
#if STAGES == 2
#define AWAIT_COPIES WAIT_BUT(0)
#elif STAGES == 3
#define AWAIT_COPIES WAIT_BUT(1)
#else
#define AWAIT_COPIES WAIT_BUT(2)
#endif
#else
#define COPY(to, from, wanted) \
    if (wanted)                 \
    *(to) = *(from)
#define END_OF_COPIES
#define AWAIT_COPIES
#endif

// Copies a tile of each matrix to local memory, or begins to, if it is wanted: asked of each copy, the loop over k has no branch.
INLINED void copy(__local uint4 *tile, __global const uint4 *a, __global const uint4 *b, const uint item, const bool wanted)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        const uint at = t * ITEMS + item;
        COPY(tile + at, a + at, wanted && (TILE_A % ITEMS == 0 || at < TILE_A));
    }
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        const uint at = t * ITEMS + item;
        COPY(tile + TILE_A + at, b + at, wanted && (TILE_B % ITEMS == 0 || at < TILE_B));
    }
}

// Reads a work-item's part of a tile of each matrix.
INLINED void read(uint4 *part, __global const uint4 *a, __global const uint4 *b, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        if (TILE_A % ITEMS == 0 || t * ITEMS + item < TILE_A) {
            part[t] = a[t * ITEMS + item];
        }
    }
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        if (TILE_B % ITEMS == 0 || t * ITEMS + item < TILE_B) {
            part[TURNS_A + t] = b[t * ITEMS + item];
        }
    }
}

// Writes it to local memory.
INLINED void keep(__local uint4 *tile, const uint4 *part, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        if (TILE_A % ITEMS == 0 || t * ITEMS + item < TILE_A) {
            tile[t * ITEMS + item] = part[t];
        }
    }
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        if (TILE_B % ITEMS == 0 || t * ITEMS + item < TILE_B) {
            tile[TILE_A + t * ITEMS + item] = part[TURNS_A + t];
        }
    }
}

#if NATIVE
#define UNROLLED 64 // turns of a loop, all of them
#else
#define UNROLLED 1 // what an instruction means is long
#endif

// `all` tiles along k, of which a slice has `tiles`, its last one fewer.
__kernel IN_SUBGROUPS __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void packed(const uint m, const uint n, const uint all, const uint tiles,
            __global const uint4 *restrict a, __global const uint4 *restrict b, __global real *restrict c)
{
    __local uint4 tile[STAGES][TILE_A + TILE_B];
#if !NATIVE
    __local NUMBER exchanged[WARPS_M * WARPS_N][EXCHANGED];
    __local NUMBER *exchange = exchanged[get_local_id(0) / WARP];
#endif
#if BATCH
    a += get_group_id(1) * (size_t) ((m + BLOCK_M - 1) / BLOCK_M) * all * TILE_A;
    b += get_group_id(1) * (size_t) ((n + BLOCK_N - 1) / BLOCK_N) * all * TILE_B;
    c += get_group_id(1) * (size_t) ((all + tiles - 1) / tiles) * m * n;
#endif
    uint row0, column0;
    const uint slice = place_group(&row0, &column0, m, n);
    const uint item = get_local_id(0);
    const uint lane = item % WARP;
    const uint warp_row = item / WARP / WARPS_N * WARP_M;
    const uint warp_column = item / WARP % WARPS_N * WARP_N;
    const uint count = min(all - slice * tiles, tiles);
    a += ((size_t) (row0 / BLOCK_M) * all + slice * tiles) * TILE_A;
    b += ((size_t) (column0 / BLOCK_N) * all + slice * tiles) * TILE_B;

    sums sum[PARTS_M][PARTS_N];
#pragma unroll
    for (uint i = 0; i < PARTS_M; i++) {
#pragma unroll
        for (uint j = 0; j < PARTS_N; j++) {
            sum[i][j] = 0;
        }
    }

#if COPIED
#pragma unroll
    for (uint s = 0; s < STAGES - 1; s++) {
        copy(tile[s], a, b, item, s < count);
        a += TILE_A;
        b += TILE_B;
        END_OF_COPIES;
    }
#else
    uint4 part[TURNS];
    read(part, a, b, item);
    keep(tile[0], part, item);
#endif
    uint now = 0;
    uint next = STAGES - 1;
    for (uint step = 0; step < count; step++) {
        AWAIT_COPIES;
        barrier(CLK_LOCAL_MEM_FENCE);
        const bool more = step + STAGES - 1 < count;
#if COPIED
        copy(tile[next], a, b, item, more);
        END_OF_COPIES;
#endif
        a += TILE_A;
        b += TILE_B;
#if !COPIED
        if (more) {
            read(part, a, b, item);
        }
#endif
#pragma unroll UNROLLED
        for (uint u = 0; u < UNITS; u += FRAGMENT_UNITS) {
            uint of_b[PARTS_N][WORDS_OF_B];
#pragma unroll
            for (uint j = 0; j < PARTS_N; j++) {
                load_b(of_b[j], tile[now] + TILE_A + u * BLOCK_N + OF_ROW(warp_column) + OF_ROW(j * FRAGMENT_N), BLOCK_N, lane);
            }
#pragma unroll UNROLLED
            for (uint i = 0; i < PARTS_M; i++) {
                uint of_a[WORDS_OF_A];
                load_a(of_a, tile[now] + u * BLOCK_M + OF_ROW(warp_row + i * FRAGMENT_M), BLOCK_M, lane);
#pragma unroll UNROLLED
                for (uint j = 0; j < PARTS_N; j++) {
                    sum[i][j] = multiply_add(sum[i][j], of_a, of_b[j] EXCHANGE);
                }
            }
        }
#if !COPIED
        if (more) {
            keep(tile[next], part, item);
        }
#endif
        now = now + 1 == STAGES ? 0 : now + 1;
        next = next + 1 == STAGES ? 0 : next + 1;
    }

    c += (size_t) slice * m * n;
#pragma unroll
    for (uint i = 0; i < PARTS_M; i++) {
#pragma unroll
        for (uint j = 0; j < PARTS_N; j++) {
            each_sum all_sums;
            all_sums.wide = sum[i][j];
#pragma unroll
            for (uint e = 0; e < SUMS; e += VECTOR) {
                union { vector wide; real element[VECTOR]; } shares;
#pragma unroll
                for (uint s = 0; s < VECTOR; s++) {
                    shares.element[s] = SHARE(all_sums.element[e + s]);
                }
                const uint row = row0 + warp_row + i * FRAGMENT_M + ROW_OF_C(lane, e);
                const uint column = column0 + warp_column + j * FRAGMENT_N + COLUMN_OF_C(lane, e);
                if (row < m) {
                    write_c(c + (size_t) row * n, column, n, shares.wide);
                }
            }
        }
    }
}
