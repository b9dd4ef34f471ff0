// What all kernels have in common: the type of an element, its vectors, and a product and a sum of them in one step.
// Other files include it behind their own parameters; the program puts it in the place of that line.

#ifndef PRECISION
#define PRECISION 32 // bits of an element: 32 or 64
#endif
#ifndef BATCH
#define BATCH 0 // 1: one product for each group along the second dimension, their matrices one behind the other
#endif
#ifndef SUBGROUP
#define SUBGROUP 0 // work-items that Intel's compiler is to compute as one vector; 0: as many as it likes
#endif

// fma where it is fast; elsewhere it would be a function call, and a product and a sum are as right.
#if PRECISION == 64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double real, real1;
typedef double2 real2;
typedef double4 real4;
typedef double8 real8;
typedef double16 real16;
#ifdef FP_FAST_FMA
#define MULTIPLY_ADD(x, y, z) fma(x, y, z)
#endif
#else
typedef float real, real1;
typedef float2 real2;
typedef float4 real4;
typedef float8 real8;
typedef float16 real16;
#ifdef FP_FAST_FMAF
#define MULTIPLY_ADD(x, y, z) fma(x, y, z)
#endif
#endif
#ifndef MULTIPLY_ADD
#define MULTIPLY_ADD(x, y, z) ((x) * (y) + (z))
#endif

#define PASTE(x, y) x##y
#define WIDE(type, width) PASTE(type, width) // WIDE(real, 4) is real4

#if SUBGROUP // with more of them sums would not fit into registers
#define IN_SUBGROUPS __attribute__((intel_reqd_sub_group_size(SUBGROUP)))
#else
#define IN_SUBGROUPS
#endif
