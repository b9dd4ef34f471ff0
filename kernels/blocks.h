// Which block of C a group computes, how its sums are written, and how the shares of slices of k are added up: what the kernels
// have in common that cut C into blocks. Included behind types.h, INLINED and the macros' values:
//
//   BLOCK_M, BLOCK_N   the block of C, in elements
//   WARP               work-items of a group of sum_slices
//   BAND               blocks of rows that a band of groups is high
//   VECTOR             elements that are written to C at once, where WHOLE says that n is a multiple
//   NUMBER, SUM_OF     what shares are added up in, and how it is read from C's type; C's type if they are not defined

typedef WIDE(real, VECTOR) vector;

#ifndef NUMBER
#define NUMBER real
#define SUM_OF(share) (share)
#endif

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

// Writes those of VECTOR sums that lie inside a row of C, which starts at c, from a column on.
INLINED void write_c(__global real *c, const uint column, const uint n, const vector sums)
{
#if WHOLE
    if (column < n) { // all or none
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
        NUMBER sum = SUM_OF(shares[i]);
        for (uint s = 1; s < slices; s++) {
            sum += SUM_OF(shares[(size_t) s * elements + i]);
        }
        c[i] = sum;
    }
}
