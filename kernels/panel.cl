// C = A*B for CPUs: B is packed into panels, and each work-item alone computes blocks of C in its vector registers. No
// barrier: a CPU runs the work-items of a group one after the other, and would have to keep in memory whatever lives
// across one. A work-group is one work-item. The file compiles to one of two forms: with OWN 0 `pack_b` packs all of B,
// and `panel` multiplies; with OWN 1 each group of `own_panel` packs one panel for itself and multiplies by it.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//   B is cut into panels of TILE_N = LANES*VECTORS columns; columns right of B are zeros. Packed one after the other:
//
//     packed_b, panel j:   TILE_N
//                         +-------+
//                         | >     | row 0
//                         |       | row 1
//                         +-------+ ... all k rows
//
//     packed_b[(j*k + p)*TILE_N + c] = B[p*n + j*TILE_N + c]
//
//   A stays as it lies: TILE_M of its rows are read at once, an element of each in every step, so that a line of the
//   cache serves many steps and copying A would cost more than it saves.
//
//   A work-item of `panel` computes DOWN by ACROSS register tiles of TILE_M by TILE_N. Per block of DEPTH along k, a panel of B
//   (DEPTH by TILE_N, for the second-level cache) meets DOWN times TILE_M rows of A:
//
//              ACROSS*TILE_N
//             +---+---+---+---+
//             |   |   |   |   | TILE_M      for each block of DEPTH along k
//             +---+---+---+---+               for each of ACROSS panels of B
//             |   |   |   |   |                 for each of DOWN tiles
//             +---+---+---+---+                   C tile (+)= rows of A * panel of B, in TILE_M*VECTORS registers
//             DOWN*TILE_M
//
//   Work-groups run along C in bands of BAND blocks of rows, column by column within a band. A CPU computes them in that
//   order: neighbours share a panel of B, and the band's rows of A, where k is large, come from the last cache:
//
//        +---+---+---+---+---+---+
//        | 0 | 2 | 4 | 6 | 8 |10 |   BAND = 2
//        | 1 | 3 | 5 | 7 | 9 |11 |
//        +---+---+---+---+---+---+
//        |12 |14 | ...
//
//   In `own_panel`, where k is at most DEPTH, a work-item packs a panel into local memory, which on a CPU is memory of the
//   thread that runs it: no other core has read these lines, so none must be asked for them before they are written. It
//   meets all rows of A of a block of C that is `down` tiles high. Work-groups run along C row by row:
//
//          panel 0     1
//              +---+---+---+
//              | 0 | 1 | 2 |   down*TILE_M rows, so many that packing a panel once for each block costs little
//              +---+---+---+
//              | 3 | 4 | 5 |
//              +---+---+---+
//
//   Where INPUT is set (words.h), A and B hold numbers of a reduced format, as floats. `pack_a` and `pack_b` make words of
//   them, each of PER_WORD elements that follow one another along k, and `panel` multiplies words; its k and DEPTH count these:
//
//     packed_a[i*deep + w] = A[i*k + w*PER_WORD] to A[i*k + w*PER_WORD + PER_WORD-1]     deep = ceil(k / PER_WORD)
//     packed_b[(j*deep + w)*TILE_N + c] = B[w*PER_WORD*n + j*TILE_N + c] and the rows below
//
//   Where the words are multiplied in tiles (TILES), a register tile is two by two of these, packed A has all rows of its last
//   register tile, and deep is a multiple of SIDE; what A and B do not have are zeros.
//
//   2*m*n*k floating-point operations; packing reads and writes k*n elements, in `own_panel` once for each row of blocks.
//   Source: K. Goto, R. van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS 34(3), 2008.

#ifndef LANES
#define LANES 16 // elements of a vector: 1, 2, 4, 8 or 16
#endif
#ifndef VECTORS
#define VECTORS 4 // vectors along a row of a register tile
#endif
#ifndef TILE_M
#define TILE_M 6 // rows of a register tile
#endif
#ifndef DEPTH
#define DEPTH 1024 // depth of a block along k, in elements or words
#endif
#ifndef DOWN
#define DOWN 4 // register tiles per work-item along m
#endif
#ifndef ACROSS
#define ACROSS 1 // register tiles per work-item along n
#endif
#ifndef BAND
#define BAND 1 // blocks of rows that a band of groups is high
#endif
#ifndef ROWS
#define ROWS 4 // rows of B that a work-item packs
#endif
#ifndef OWN
#define OWN 0 // 1: a work-item packs the panel that it multiplies by, in one launch; 0: all are packed in a launch before
#endif

#include "types.h"

typedef WIDE(real, LANES) vector;

#include "words.h"

// A vector at an address of any alignment that an element has.
#if LANES == 1
#define LOAD(from) (*(from))
#define STORE(value, to) (*(to) = (value))
#else
#define LOAD(from) WIDE(vload, LANES)(0, from)
#define STORE(value, to) WIDE(vstore, LANES)(value, 0, to)
#endif

#define TILE_N (LANES * VECTORS)
#if TILES
#define UP_TO(number, of) (((number) + (of) - 1) / (of) * (of))
#define DEEP(k) UP_TO(((k) + PER_WORD - 1) / PER_WORD, SIDE)
#define HIGH(m) UP_TO(m, TILE_M)
#else
#define DEEP(k) (((k) + PER_WORD - 1) / PER_WORD)
#define HIGH(m) (m)
#endif
// Elements of a word that are left behind so many. No difference that stops at 0: Oclgrind does not know what compilers make of it.
#define LEFT(all, done) ((done) + PER_WORD <= (all) ? PER_WORD : (done) < (all) ? (all) % PER_WORD : 0)
#define ONE_ITEM __kernel __attribute__((reqd_work_group_size(1, 1, 1)))

#if OWN
#define PACKED __local
#else
#define PACKED __global
#endif

// Packs a panel's part of one row of words of B, which has so many rows and columns left; n as B's.
INLINED void pack_row(__global const real *from, PACKED word *to, const uint rows, const uint columns, const uint n)
{
#if INPUT
    if (columns >= TILE_N && rows >= PER_WORD) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            words all = 0;
#pragma unroll
            for (uint e = 0; e < PER_WORD; e++) {
                const vector elements = LOAD(from + (size_t) e * n + v * LANES);
#if INPUT == 16
                all |= WIDE(as_uint, LANES)(elements) >> 16 << (16 * e);
#else
                all |= (WIDE(as_uint, LANES)(WIDE(convert_int, LANES)(elements)) & 0xff) << (8 * e);
#endif
            }
            STORE(all, to + v * LANES);
        }
    } else {
        for (uint c = 0; c < TILE_N; c++) {
            to[c] = c < columns ? word_of(from + c, n, rows) : 0;
        }
    }
#else
    if (columns >= TILE_N) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            STORE(LOAD(from + v * LANES), to + v * LANES);
        }
    } else {
        for (uint c = 0; c < TILE_N; c++) {
            to[c] = c < columns ? from[c] : 0;
        }
    }
#endif
}

// What the sums of tiles begin with that are multiplied by such a block of B. A's bytes are 128 more than its elements.
INLINED void begin(sums *start, PACKED const word *b, const uint depth)
{
#pragma unroll
    for (uint v = 0; v < VECTORS; v++) {
        start[v] = 0;
    }
#if UNSIGNED_A
#pragma unroll 1
    for (uint p = 0; p < depth; p++) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            ADD_PRODUCTS(0x80808080u, *(PACKED const words *) (b + p * TILE_N + v * LANES), start[v]);
        }
    }
#pragma unroll
    for (uint v = 0; v < VECTORS; v++) {
        start[v] = -start[v];
    }
#endif
}

#if TILES

// The sums of a register tile over one block of k: rows of A and of B's panel lie as they were packed.
INLINED void sum_tile(tile_sum *tile, __global const word *a, __global const word *b, const uint depth, const uint k)
{
#if NATIVE == 2
    ZERO_TILE(0);
    ZERO_TILE(1);
    ZERO_TILE(2);
    ZERO_TILE(3);
#pragma unroll 1
    for (uint p = 0; p < depth; p += SIDE) {
        LOAD_TILE(4, a + p, (size_t) k * sizeof(word));
        LOAD_TILE(6, b + p * TILE_N, TILE_N * sizeof(word));
        ADD_TILE(0, 4, 6);
        LOAD_TILE(7, b + p * TILE_N + SIDE, TILE_N * sizeof(word));
        ADD_TILE(1, 4, 7);
        LOAD_TILE(5, a + p + (size_t) SIDE * k, (size_t) k * sizeof(word));
        ADD_TILE(2, 5, 6);
        ADD_TILE(3, 5, 7);
    }
    STORE_TILE(0, tile, TILE_N * sizeof(tile_sum));
    STORE_TILE(1, tile + SIDE, TILE_N * sizeof(tile_sum));
    STORE_TILE(2, tile + SIDE * TILE_N, TILE_N * sizeof(tile_sum));
    STORE_TILE(3, tile + SIDE * TILE_N + SIDE, TILE_N * sizeof(tile_sum));
#else
    for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            sums sum = 0;
            for (uint p = 0; p < depth; p++) {
                ADD_PRODUCTS(a[(size_t) r * k + p], *(__global const words *) (b + p * TILE_N + v * LANES), sum);
            }
            STORE(sum, tile + r * TILE_N + v * LANES);
        }
    }
#endif
}

// Likewise, into C: overwrites it where `first`, else adds to it.
INLINED void multiply_tile(__global const word *a, __global const word *b, __global real *c, const sums *start,
                           const uint depth, const uint rows, const uint columns, const uint n, const uint k,
                           const bool first)
{
    tile_sum tile[TILE_M * TILE_N] __attribute__((aligned(64)));
    sum_tile(tile, a, b, depth, k);
    for (uint r = 0; r < min(rows, (uint) TILE_M); r++) {
        __global real *to = c + (size_t) r * n;
        if (columns >= TILE_N) {
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                const vector value = NUMBERS(*(const sums *) (tile + r * TILE_N + v * LANES));
                STORE(first ? value : value + LOAD(to + v * LANES), to + v * LANES);
            }
        } else {
            for (uint j = 0; j < columns; j++) {
                to[j] = first ? tile[r * TILE_N + j] : tile[r * TILE_N + j] + to[j];
            }
        }
    }
}

#else

// One register tile of C over one block of k: overwrites C where `first`, else adds to it. `a` points to the tile's first
// row. Where C has fewer rows than the tile, the last one stands for those below it, and what comes of them is dropped.
INLINED void multiply_tile(__global const word *a, PACKED const word *b, __global real *c, const sums *start,
                           const uint depth, const uint rows, const uint columns, const uint n, const uint k,
                           const bool first)
{
    __global const word *row_a[TILE_M];
#pragma unroll
    for (uint r = 0; r < TILE_M; r++) {
        row_a[r] = a + (size_t) min(r, rows - 1) * k;
    }
    sums sum[TILE_M][VECTORS];
#pragma unroll
    for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            sum[r][v] = start[v];
        }
    }
#pragma unroll 1
    for (uint p = 0; p < depth; p++) {
        words row_b[VECTORS];
#pragma unroll
        for (uint v = 0; v < VECTORS; v++) {
            row_b[v] = *(PACKED const words *) (b + p * TILE_N + v * LANES);
        }
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
            const word of_a = row_a[r][p];
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                ADD_PRODUCTS(of_a, row_b[v], sum[r][v]);
            }
        }
    }
    if (rows >= TILE_M && columns >= TILE_N) {
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                __global real *to = c + (size_t) r * n + v * LANES;
                const vector value = NUMBERS(sum[r][v]);
                STORE(first ? value : value + LOAD(to), to);
            }
        }
    } else {
        real tile[TILE_M * TILE_N];
#pragma unroll
        for (uint r = 0; r < TILE_M; r++) {
#pragma unroll
            for (uint v = 0; v < VECTORS; v++) {
                STORE(NUMBERS(sum[r][v]), tile + r * TILE_N + v * LANES);
            }
        }
        for (uint r = 0; r < min(rows, (uint) TILE_M); r++) {
            for (uint j = 0; j < min(columns, (uint) TILE_N); j++) {
                __global real *to = c + (size_t) r * n + j;
                *to = first ? tile[r * TILE_N + j] : tile[r * TILE_N + j] + *to;
            }
        }
    }
}

#endif

#if OWN

// Packs a panel and multiplies A's rows by it, k <= DEPTH. Groups: blocks of `down` register tiles, row by row.
ONE_ITEM void own_panel(const uint m, const uint n, const uint k, const uint down, __global const real *restrict a,
                        __global const real *restrict b, __global real *restrict c)
{
    __local real packed_b[DEPTH * TILE_N] __attribute__((aligned(64)));
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) m * n;
#endif
    const uint across = (n + TILE_N - 1) / TILE_N;
    const uint j = get_group_id(0) % across * TILE_N;
    const uint row0 = get_group_id(0) / across * (down * TILE_M);
    for (uint p = 0; p < k; p++) {
        pack_row(b + (size_t) p * n + j, packed_b + p * TILE_N, k - p, n - j, n);
    }
    sums start[VECTORS];
    begin(start, packed_b, k);
    for (uint i = row0; i < min(m, row0 + down * TILE_M); i += TILE_M) {
        multiply_tile(a + (size_t) i * k, packed_b, c + (size_t) i * n + j, start, k, m - i, n - j, n, k, true);
    }
}

#else

// Packs ROWS rows of words of B, each through all panels: B is read as it lies.
ONE_ITEM void pack_b(const uint n, const uint k, __global const real *restrict b, __global word *restrict packed_b)
{
    const uint deep = DEEP(k);
#if BATCH
    b += get_group_id(1) * (size_t) k * n;
    packed_b += get_group_id(1) * (size_t) ((n + TILE_N - 1) / TILE_N) * deep * TILE_N;
#endif
    const uint end = min(deep, (uint) (get_group_id(0) + 1) * ROWS);
    for (uint p = get_group_id(0) * ROWS; p < end; p++) {
        __global word *to = packed_b + (size_t) p * TILE_N;
        for (uint j = 0; j < n; j += TILE_N, to += (size_t) deep * TILE_N) {
            pack_row(b + (size_t) p * PER_WORD * n + j, to, LEFT(k, p * PER_WORD), n - j, n);
        }
    }
}

#if INPUT

// Packs a row of A into words, or makes one of zeros below them.
ONE_ITEM void pack_a(const uint m, const uint k, __global const float *restrict a, __global uint *restrict packed_a)
{
    const uint deep = DEEP(k);
    const uint row = get_group_id(0);
    __global const float *from = a + (get_group_id(1) * (size_t) m + row) * k;
    __global uint *to = packed_a + (get_group_id(1) * (size_t) HIGH(m) + row) * deep;
    const uint elements_of_row = row < m ? k : 0;
    uint p = 0;
    for (; p + 16 / PER_WORD <= elements_of_row / PER_WORD; p += 16 / PER_WORD) {
        const float16 elements = vload16(0, from + p * PER_WORD);
#if INPUT == 16
        const uint16 bits = as_uint16(elements);
        vstore8(bits.even >> 16 | (bits.odd & 0xffff0000), 0, to + p);
#else
        vstore4(as_uint4(convert_char16(elements)) ^ (UNSIGNED_A ? 0x80808080 : 0), 0, to + p);
#endif
    }
    for (; p < deep; p++) {
        const uint all = word_of(from + p * PER_WORD, 1, LEFT(elements_of_row, p * PER_WORD));
        to[p] = UNSIGNED_A ? all ^ 0x80808080 : all;
    }
}

#endif

// Multiplies A by packed panels; k in words. Groups: blocks of DOWN by ACROSS register tiles, band by band.
ONE_ITEM void panel(const uint m, const uint n, const uint k, __global const word *restrict a,
                    __global const word *restrict packed_b, __global real *restrict c)
{
#if BATCH
    a += get_group_id(1) * (size_t) HIGH(m) * k;
    packed_b += get_group_id(1) * (size_t) ((n + TILE_N - 1) / TILE_N) * k * TILE_N;
    c += get_group_id(1) * (size_t) m * n;
#endif
    const uint across = (n + ACROSS * TILE_N - 1) / (ACROSS * TILE_N);
    const uint down = (m + DOWN * TILE_M - 1) / (DOWN * TILE_M);
    const uint band = get_group_id(0) / (BAND * across);
    const uint height = min(down - band * BAND, (uint) BAND);
    const uint within = get_group_id(0) - band * (BAND * across);
    const uint row0 = (band * BAND + within % height) * (DOWN * TILE_M);
    const uint column0 = within / height * (ACROSS * TILE_N);
    begin_tiles();
    for (uint p0 = 0; p0 < k; p0 += DEPTH) {
        for (uint j = column0; j < min(n, column0 + ACROSS * TILE_N); j += TILE_N) {
            __global const word *block = packed_b + ((size_t) (j / TILE_N) * k + p0) * TILE_N;
            const uint depth = min(k - p0, (uint) DEPTH);
            sums start[VECTORS];
            begin(start, block, depth);
            for (uint i = row0; i < min(m, row0 + DOWN * TILE_M); i += TILE_M) {
                multiply_tile(a + (size_t) i * k + p0, block, c + (size_t) i * n + j, start, depth, m - i, n - j, n, k,
                              p0 == 0);
            }
        }
    }
    END_TILES;
}

#endif
