// How the kernels read their tiles of A and B that multiply out of tiles in local memory. Included behind types.h, INLINED and
// the macros' values:
//
//   BLOCK_M, BLOCK_N, BLOCK_K   the block of C and the depth of the tiles, in elements
//   ITEMS                       work-items of a group
//   LOAD_A, LOAD_B              as the kernels' parameters

typedef WIDE(real, LOAD_A) load_a;
typedef WIDE(real, LOAD_B) load_b;

#define READS_A (BLOCK_M * BLOCK_K / LOAD_A) // of all work-items for one tile
#define READS_B (BLOCK_K * BLOCK_N / LOAD_B)
#define TURNS_A ((READS_A + ITEMS - 1) / ITEMS) // of one work-item for one tile
#define TURNS_B ((READS_B + ITEMS - 1) / ITEMS)
#define WIDEST __attribute__((aligned(4 * PRECISION / 8)))

// Where in the tiles a work-item's turn lies.
#define READ_OF(t, item) ((t) * ITEMS + (item))
#define ROW_IN_A(t, item) (READ_OF(t, item) / (BLOCK_K / LOAD_A))
#define K_IN_A(t, item) (READ_OF(t, item) % (BLOCK_K / LOAD_A) * LOAD_A)
#define K_IN_B(t, item) (READ_OF(t, item) / (BLOCK_N / LOAD_B))
#define COLUMN_IN_B(t, item) (READ_OF(t, item) % (BLOCK_N / LOAD_B) * LOAD_B)
#define IS_IN_A(t, item) (READS_A % ITEMS == 0 || READ_OF(t, item) < READS_A)
#define IS_IN_B(t, item) (READS_B % ITEMS == 0 || READ_OF(t, item) < READS_B)

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
