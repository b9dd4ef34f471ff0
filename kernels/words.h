// Words of several elements that follow one another along k, for kernels that multiply reduced formats, and the instructions of
// x86 that take them. Included behind LANES, types.h and `vector`.
//
//   INPUT   PER_WORD   a word                                      sums    instruction
//   0       1          the element itself, a real                  real    the compiler's
//   16      2          bfloat16, the first in the lower half       float   vdpbf16ps (AVX512_BF16)
//   8       4          integers, the first in the lowest byte      int     vpdpbusd (AVX512_VNNI): A's from 0 to 255, B's
//                                                                          from -128 to 127
//
// vdpbf16ps takes subnormal numbers for zero, and its sums likewise. With NATIVE 0 the same is written in OpenCL C, for devices and simulators that lack the instructions.
// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.

#ifndef INPUT
#define INPUT 0 // format of A's and B's elements, whose words are multiplied: 0: real; 16: bfloat16; 8: integers of 8 bits
#endif
#ifndef NATIVE
#define NATIVE 0 // 1: by the processor's own instruction, else by what it means, in OpenCL C
#endif

// Inlined however large: PoCL 7.1 forgets which local memory a function of its own was given, and C becomes NaN.
#define INLINED static inline __attribute__((always_inline))

#if INPUT
#define PER_WORD (32 / INPUT)
typedef uint word;
typedef WIDE(uint, LANES) words;
#else
#define PER_WORD 1
typedef real word;
typedef vector words;
#endif

#if INPUT == 8
typedef WIDE(int, LANES) sums;
#define NUMBERS(sums) WIDE(convert_float, LANES)(sums)
#else
typedef vector sums;
#define NUMBERS(sums) (sums)
#endif

// sum + a*b, lane by lane: `a` stands for the word of A in all lanes.
#if INPUT == 0
#define ADD_PRODUCTS(a, b, sum) ((sum) = MULTIPLY_ADD((words) (a), b, sum))
#elif NATIVE && INPUT == 16
#define ADD_PRODUCTS(a, b, sum) __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"((words) (a)), "v"(b))
#elif NATIVE
#define ADD_PRODUCTS(a, b, sum) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"((words) (a)), "v"(b))
#else
INLINED sums products(const words a, const words b, sums sum)
{
#if INPUT == 16 // the upper half of a float is a bfloat16
    const words upper = 0xffff0000;
    sum = MULTIPLY_ADD(WIDE(as_float, LANES)(a << 16), WIDE(as_float, LANES)(b << 16), sum);
    return MULTIPLY_ADD(WIDE(as_float, LANES)(a & upper), WIDE(as_float, LANES)(b & upper), sum);
#else // A's bytes from 0, B's with a sign
#pragma unroll
    for (uint byte = 0; byte < 4; byte++) {
        sum += WIDE(as_int, LANES)(a >> (8 * byte) & 0xff) * (WIDE(as_int, LANES)(b << (24 - 8 * byte)) >> 24);
    }
    return sum;
#endif
}
#define ADD_PRODUCTS(a, b, sum) ((sum) = products(a, b, sum))
#endif

#if INPUT
// A word of the elements at from[0], from[step] and so on, of which so many are left; beyond them are zeros.
INLINED uint word_of(__global const float *from, const size_t step, const uint left)
{
    uint all = 0;
#pragma unroll
    for (uint e = 0; e < PER_WORD; e++) {
        const float element = e < left ? from[e * step] : 0;
#if INPUT == 16
        all |= as_uint(element) >> 16 << (16 * e); // no bit is lost
#else
        all |= ((uint) (int) element & 0xff) << (8 * e);
#endif
    }
    return all;
}
#endif
