// A fault for the tests of the checker: the last work-item reads one element beyond A.
__kernel void planted_bounds(const uint m, const uint n, const uint k,
                             __global const float *a, __global const float *b, __global float *c)
{
    const uint i = get_global_id(0);
    if (i < m * n) {
        c[i] = a[i + 1] + b[0] * k;
    }
}
