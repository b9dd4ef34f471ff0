// A fault for the tests of the checker: no barrier between the writes to local memory and the reads of it.
__kernel void planted_race(const uint m, const uint n, const uint k,
                           __global const float *a, __global const float *b, __global float *c)
{
    __local float tile[4];
    const uint i = get_global_id(0);
    const uint item = get_local_id(0);
    tile[item] = i < m * k ? a[i] : b[0];
    if (i < m * n) {
        c[i] = tile[(item + 1) % get_local_size(0)];
    }
}
