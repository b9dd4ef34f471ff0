// What kernels have in common that multiply out of tiles in local memory: which block of C a group computes, how it reads its
// tiles of A and B, and how it writes C. Included behind types.h, the macros' values and INLINED:
//
//   BLOCK_M, BLOCK_N, BLOCK_K   the block of C and the depth of the tiles, in elements
//   ITEMS, WARP                 work-items of a group, and of a group of sum_slices
//   LOAD_A, LOAD_B, BAND        as the kernels' parameters
//   VECTOR                      elements that are written to C at once, where n is a multiple
//   PER_WORD                    elements along k that one work-item must read, for they become one word

typedef WIDE(real, VECTOR) vector;
typedef WIDE(real, LOAD_A) load_a;
typedef WIDE(real, LOAD_B) load_b;

#define PARTS_A (LOAD_A < PER_WORD ? PER_WORD / LOAD_A : 1) // reads of A that follow one another, by one work-item
#define RUN_A (LOAD_A * PARTS_A)                            // elements that they read
#define READS_A (BLOCK_M * BLOCK_K / RUN_A)                 // of all work-items for one tile
#define READS_B (BLOCK_K * BLOCK_N / LOAD_B / PER_WORD)     // likewise, each of PER_WORD rows
#define TURNS_A ((READS_A + ITEMS - 1) / ITEMS * PARTS_A)   // of one work-item for one tile
#define TURNS_B ((READS_B + ITEMS - 1) / ITEMS * PER_WORD)
#define WIDEST __attribute__((aligned(4 * PRECISION / 8)))

// Where in the tiles a work-item's turn lies.
#define READ_A(t, item) ((t) / PARTS_A * ITEMS + (item))
#define ROW_IN_A(t, item) (READ_A(t, item) / (BLOCK_K / RUN_A))
#define K_IN_A(t, item) (READ_A(t, item) % (BLOCK_K / RUN_A) * RUN_A + (t) % PARTS_A * LOAD_A)
#define READ_B(t, item) ((t) / PER_WORD * ITEMS + (item))
#define K_IN_B(t, item) (READ_B(t, item) / (BLOCK_N / LOAD_B) * PER_WORD + (t) % PER_WORD)
#define COLUMN_IN_B(t, item) (READ_B(t, item) % (BLOCK_N / LOAD_B) * LOAD_B)
#define IS_IN_A(t, item) (READS_A % ITEMS == 0 || READ_A(t, item) < READS_A)
#define IS_IN_B(t, item) (READS_B % ITEMS == 0 || READ_B(t, item) < READS_B)

// The block's first row and column, and the slice of k.
INLINED uint place_group(uint *row0, uint *column0, const uint m, const uint n)
{
    const uint across = (n + BLOCK_N - 1) / BLOCK_N;
    const uint down = (m + BLOCK_M - 1) / BLOCK_M;
    const uint slice = get_group_id(0) / across / down;
    const uint block = get_group_id(0) - slice * across * down;
    const uint band = block / (BAND * across);
    const uint height = min(down - band * BAND, (uint) BAND);
    const uint within = block - band * (BAND * across);
    *row0 = (band * BAND + within % height) * BLOCK_M;
    *column0 = within / height * BLOCK_N;
    return slice;
}

// Where this work-item reads its part of a tile of A that begins at p0. A row below the edge is one above it once more: its
// sums are never written, and so no read of the loop need be asked whether it lies inside.
INLINED void place_a(uint *at, const uint row0, const uint m, const uint p0, const uint k, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        at[t] = min(row0 + ROW_IN_A(t, item), m - 1) * k + p0 + K_IN_A(t, item);
    }
}

// Reads it, as far as it lies within `depth` of the tile, and goes on to the next tile.
INLINED void read_a(load_a *part, __global const real *a, uint *at, const uint depth, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_A; t++) {
        part[t] = 0;
        if (IS_IN_A(t, item) && K_IN_A(t, item) < depth) {
            part[t] = *(__global const load_a *) (a + at[t]);
        }
        at[t] += depth;
    }
}

// Where this work-item reads its part of a tile of B: likewise with the columns.
INLINED void place_b(uint *at, const uint column0, const uint n, const uint p0, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        at[t] = (p0 + K_IN_B(t, item)) * n + min(column0 + COLUMN_IN_B(t, item), n - LOAD_B);
    }
}

INLINED void read_b(load_b *part, __global const real *b, uint *at, const uint depth, const uint n, const uint item)
{
#pragma unroll
    for (uint t = 0; t < TURNS_B; t++) {
        part[t] = 0;
        if (IS_IN_B(t, item) && K_IN_B(t, item) < depth) {
            part[t] = *(__global const load_b *) (b + at[t]);
        }
        at[t] += depth * n;
    }
}

// Writes those of VECTOR sums that lie inside a row of C, which starts at c, from a column on.
INLINED void write_c(__global real *c, const uint column, const uint n, const vector sums)
{
#if LOAD_B >= VECTOR
    if (column < n) { // n is a multiple of VECTOR: all or none
        *(__global vector *) (c + column) = sums;
    }
#else
    union { vector wide; real element[VECTOR]; } write;
    write.wide = sums;
#pragma unroll
    for (uint e = 0; e < VECTOR; e++) {
        if (column + e < n) {
            c[column + e] = write.element[e];
        }
    }
#endif
}

// Adds the shares that the slices of k left; always in one order, so that a product is the same each time.
__kernel __attribute__((reqd_work_group_size(WARP, 1, 1)))
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
