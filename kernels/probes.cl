// Questions to a device's compiler, one kernel each: does it take this, and is right what comes of it? Nothing is computed
// with them. PROBE chooses one; PTX in asm is NVIDIA's.
//
//   Each kernel runs as one group of 32 work-items. `in` holds the bits of the halves 0, 1, ..., 31; what `out` holds
//   afterwards, CompilerProbe knows.
//
//   The products of matrix units, A of ROWS by DEEP, B of DEEP by 8, are those of
//     A[r][p] = r + p,  B[p][j] = j + 1,  thus  C[r][j] = (j + 1) * (DEEP*r + DEEP*(DEEP-1)/2)
//   Who holds which element is said in NVIDIA's PTX ISA under "Matrix fragments for mma.m16n8k16" and so on: a work-item
//   has row or column `lane/4`, and of the others every fourth from `lane%4` on, in pairs where two fit into a register.

#ifndef PROBE
#define PROBE 1 // one of those below
#endif
#ifndef LOCAL_BYTES
#define LOCAL_BYTES 65536 // local memory of a group, for 1 and 2, a multiple of 128
#endif

#ifndef ASM
#define ASM asm // how the compiler spells it: NVIDIA's knows asm, clang by itself only __asm__
#endif

#define ONE_WARP __kernel __attribute__((reqd_work_group_size(32, 1, 1)))
#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why
#define WORDS (LOCAL_BYTES / 4)

#if PROBE == 1 || PROBE == 2

// All of the tile is written, and each word is read by another work-item: out[i] = the sum of what its column holds.
INLINED void mirror(__local uint *tile, __global uint *out)
{
    const uint lane = get_local_id(0);
    for (uint i = lane; i < WORDS; i += 32) {
        tile[i] = i;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    uint sum = 0;
    for (uint i = 31 - lane; i < WORDS; i += 32) {
        sum += tile[i];
    }
    out[lane] = sum;
}

#if PROBE == 1
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    __local uint tile[WORDS];
    mirror(tile, out);
}
#else
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out, __local uint *tile)
{
    mirror(tile, out);
}
#endif

#elif PROBE == 3 // asm at all
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    uint value;
    ASM volatile("mad.lo.u32 %0, %1, 3, 7;" : "=r"(value) : "r"((uint) get_local_id(0)));
    out[get_local_id(0)] = value;
}

#elif PROBE == 4 // cp.async: 16 bytes from global into local memory past the registers
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    __local uint tile[32] __attribute__((aligned(16)));
    const uint lane = get_local_id(0);
    if (lane < 8) {
        const uint to = (uint) (size_t) (tile + 4 * lane);
        ASM volatile("cp.async.ca.shared.global [%0], [%1], 16;" : : "r"(to), "l"(in + 4 * lane) : "memory");
    }
    ASM volatile("cp.async.commit_group;" : : : "memory");
    ASM volatile("cp.async.wait_group 0;" : : : "memory");
    barrier(CLK_LOCAL_MEM_FENCE);
    out[lane] = tile[31 - lane];
}

#elif PROBE == 5 // ldmatrix: an 8 by 8 matrix of 16-bit elements, transposed on its way into registers
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    __local ushort tile[64] __attribute__((aligned(16)));
    const uint lane = get_local_id(0);
    tile[lane] = (ushort) lane;
    tile[lane + 32] = (ushort) (lane + 32);
    barrier(CLK_LOCAL_MEM_FENCE);
    const uint row = (uint) (size_t) (tile + 8 * (lane % 8));
    uint pair;
    ASM volatile("ldmatrix.sync.aligned.m8n8.x1.trans.shared.b16 {%0}, [%1];" : "=r"(pair) : "r"(row) : "memory");
    out[lane] = pair;
}

#elif PROBE == 6 // mma.sync, halves, sums in f32: 16 by 8 by 16
#define PAIR(x) (in[x] | in[(x) + 1] << 16)
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    const uint lane = get_local_id(0), row = lane / 4, column = lane % 4 * 2;
    const uint b = in[row + 1] | in[row + 1] << 16;
    float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
    ASM volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(c0), "+f"(c1), "+f"(c2), "+f"(c3)
                 : "r"(PAIR(row + column)), "r"(PAIR(row + 8 + column)), "r"(PAIR(row + column + 8)),
                   "r"(PAIR(row + 8 + column + 8)), "r"(b), "r"(b));
    out[row * 8 + column] = (uint) c0;
    out[row * 8 + column + 1] = (uint) c1;
    out[(row + 8) * 8 + column] = (uint) c2;
    out[(row + 8) * 8 + column + 1] = (uint) c3;
}

#elif PROBE == 7 // mma.sync, TF32: 16 by 8 by 8
#define BITS(x) as_uint((float) (x))
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    const uint lane = get_local_id(0), row = lane / 4, p = lane % 4, column = p * 2;
    const uint b = BITS(row + 1);
    float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
    ASM volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(c0), "+f"(c1), "+f"(c2), "+f"(c3)
                 : "r"(BITS(row + p)), "r"(BITS(row + 8 + p)), "r"(BITS(row + p + 4)), "r"(BITS(row + 8 + p + 4)),
                   "r"(b), "r"(b));
    out[row * 8 + column] = (uint) c0;
    out[row * 8 + column + 1] = (uint) c1;
    out[(row + 8) * 8 + column] = (uint) c2;
    out[(row + 8) * 8 + column + 1] = (uint) c3;
}

#elif PROBE == 8 // mma.sync, f64: 8 by 8 by 4
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
ONE_WARP void probe(__global const uint *restrict in, __global uint *restrict out)
{
    const uint lane = get_local_id(0), row = lane / 4, p = lane % 4, column = p * 2;
    double c0 = 0, c1 = 0;
    ASM volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
                 : "+d"(c0), "+d"(c1)
                 : "d"((double) (row + p)), "d"((double) (row + 1)));
    out[row * 8 + column] = (uint) c0;
    out[row * 8 + column + 1] = (uint) c1;
}
#endif
