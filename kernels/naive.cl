// C = A*B, one work-item per element of C: the textbook product, with neither local memory nor reuse in registers.
//
//   A is m by k, B is k by n, C is m by n, row-major, without gaps:
//     C[i*n + j] = sum over p = 0 .. k-1 of A[i*k + p] * B[p*n + j]
//
//   The range has one dimension. Work-group g covers a block of GROUP_M by GROUP_N elements of C; blocks are counted
//   row by row, and so are the work-items in a block:
//
//                 GROUP_N
//                +-------+
//        +       +-------+-------+---+     i = g / across * GROUP_M + item / GROUP_N
//     GROUP_M    | g = 0 | g = 1 | 2 |     j = g % across * GROUP_N + item % GROUP_N
//        +       +-------+-------+---+     across = ceil(n / GROUP_N)
//                |   3   |   4   | 5 |
//                +-------+-------+---+     Work-items beyond the edges of C do nothing.
//
//   Neighbouring work-items read neighbouring elements of B and the same element of A.
//   An index into a matrix stays below 2^31, since a Java array holds it. 2*m*n*k floating-point operations.

#ifndef GROUP_M
#define GROUP_M 4 // rows of C per work-group, in elements
#endif
#ifndef GROUP_N
#define GROUP_N 64 // columns of C per work-group, in elements
#endif

#include "types.h"

__kernel __attribute__((reqd_work_group_size(GROUP_M * GROUP_N, 1, 1)))
void naive(const uint m, const uint n, const uint k,
           __global const real *restrict a, __global const real *restrict b, __global real *restrict c)
{
#if BATCH
    a += get_group_id(1) * (size_t) m * k;
    b += get_group_id(1) * (size_t) k * n;
    c += get_group_id(1) * (size_t) m * n;
#endif
    const uint across = (n + GROUP_N - 1) / GROUP_N;
    const uint group = get_group_id(0);
    const uint item = get_local_id(0);
    const uint i = group / across * GROUP_M + item / GROUP_N;
    const uint j = group % across * GROUP_N + item % GROUP_N;
    if (i < m && j < n) {
        real sum = 0;
        for (uint p = 0; p < k; p++) {
            sum += a[i * k + p] * b[p * n + j];
        }
        c[i * n + j] = sum;
    }
}
