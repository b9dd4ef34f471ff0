// Words of several elements that follow one another along k, for kernels that multiply reduced formats, and the instructions of
// x86 that take them. Included behind LANES, types.h and `vector`.
//
//   INPUT   PER_WORD   a word                                      sums    instruction
//   0       1          the element itself, a real                  real    the compiler's
//   16      2          bfloat16, the first in the lower half       float   vdpbf16ps (AVX512_BF16)
//   8       4          integers, the first in the lowest byte      int     vpdpbusd (AVX512_VNNI): A's from 0 to 255, B's
//                                                                          from -128 to 127
//
// NATIVE 2 takes AMX in their place, which multiplies tiles of SIDE rows of SIDE words: tdpbf16ps and tdpbssd, whose integers have
// a sign on both sides. A thread must say how its tiles look before it uses them, and when it needs them no more:
//
//   tmm0 to tmm3   sums: tile 2*i + j has the rows of the i-th tile of A and the columns of the j-th one of B
//   tmm4, tmm5     A: rows as they lie
//   tmm6, tmm7     B: a row has a word of each column
//
// vdpbf16ps and tdpbf16ps take subnormal numbers for zero, and their sums likewise. With NATIVE 0 and, of tiles, 3 the same is written
// in OpenCL C, for devices and simulators that lack the instructions.
// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.

#ifndef INPUT
#define INPUT 0 // format of A's and B's elements, whose words are multiplied: 0: real; 16: bfloat16; 8: integers of 8 bits
#endif
#ifndef NATIVE
#define NATIVE 0 // 1: by the processor's instruction for vectors, 2: by that for tiles; 0 and 3: by what they mean, in OpenCL C
#endif

#define TILES (NATIVE >= 2)
#define SIDE 16               // of a tile, in rows, words and sums
#define UNSIGNED_A (INPUT == 8 && !TILES)

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

#if INPUT == 8
typedef int tile_sum;
#else
typedef float tile_sum;
#endif

// sum + a*b, lane by lane: `a` stands for the word of A in all lanes.
#if INPUT == 0
#define ADD_PRODUCTS(a, b, sum) ((sum) = MULTIPLY_ADD((words) (a), b, sum))
#elif NATIVE == 1 && INPUT == 16
#define ADD_PRODUCTS(a, b, sum) __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"((words) (a)), "v"(b))
#elif NATIVE == 1
#define ADD_PRODUCTS(a, b, sum) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"((words) (a)), "v"(b))
#else
INLINED sums products(const words a, const words b, sums sum)
{
#if INPUT == 16 // the upper half of a float is a bfloat16
    const words upper = 0xffff0000;
    sum = MULTIPLY_ADD(WIDE(as_float, LANES)(a << 16), WIDE(as_float, LANES)(b << 16), sum);
    return MULTIPLY_ADD(WIDE(as_float, LANES)(a & upper), WIDE(as_float, LANES)(b & upper), sum);
#else // B's bytes have a sign
#pragma unroll
    for (uint byte = 0; byte < 4; byte++) {
#if UNSIGNED_A
        const sums of_a = WIDE(as_int, LANES)(a >> (8 * byte) & 0xff);
#else
        const sums of_a = WIDE(as_int, LANES)(a << (24 - 8 * byte)) >> 24;
#endif
        sum += of_a * (WIDE(as_int, LANES)(b << (24 - 8 * byte)) >> 24);
    }
    return sum;
#endif
}
#define ADD_PRODUCTS(a, b, sum) ((sum) = products(a, b, sum))
#endif

#if NATIVE == 2
#if INPUT == 16
#define MULTIPLY_TILES "tdpbf16ps"
#else
#define MULTIPLY_TILES "tdpbssd"
#endif
// Rows lie so many bytes apart.
#define LOAD_TILE(number, from, apart) \
    __asm__ volatile("tileloadd (%0,%1,1), %%tmm" #number : : "r"((size_t) (from)), "r"((size_t) (apart)) : "memory")
#define STORE_TILE(number, to, apart) \
    __asm__ volatile("tilestored %%tmm" #number ", (%0,%1,1)" : : "r"((size_t) (to)), "r"((size_t) (apart)) : "memory")
#define ZERO_TILE(number) __asm__ volatile("tilezero %%tmm" #number : : : "memory")
#define ADD_TILE(sum, a, b) __asm__ volatile(MULTIPLY_TILES " %%tmm" #b ", %%tmm" #a ", %%tmm" #sum : : : "memory")

// Says that all eight tiles have SIDE rows of 64 bytes.
INLINED void begin_tiles(void)
{
    uchar palette[64] __attribute__((aligned(64))) = {1};
#pragma unroll
    for (uint t = 0; t < 8; t++) {
        palette[16 + 2 * t] = 4 * SIDE;
        palette[48 + t] = SIDE;
    }
    __asm__ volatile("ldtilecfg (%0)" : : "r"((size_t) palette) : "memory");
}
#define END_TILES __asm__ volatile("tilerelease" : : : "memory")
#else
#define begin_tiles()
#define END_TILES
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
