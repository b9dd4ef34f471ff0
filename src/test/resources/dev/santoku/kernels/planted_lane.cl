// Exchanges the two elements of the first word of a packed B: what a kernel would do that has the lanes of an instruction wrong.
__kernel void planted_lane(__global uint *packed_b)
{
    packed_b[0] = packed_b[0] << 16 | packed_b[0] >> 16;
}
