// The matrix instructions of GPUs: a warp or wave adds the product of two small matrices to a third, all of which lie in its
// lanes' registers. Included behind types.h.
//
//   INSTRUCTION  rowsxcolumnsxdepth  elements  sums  the vendor's name                              from
//   1            8x8x4               f64       f64   mma.sync.m8n8k4.f64                            NVIDIA sm_80
//   2            16x8x8              f64       f64   mma.sync.m16n8k8.f64                           NVIDIA sm_90
//   3            16x8x8              tf32      f32   mma.sync.m16n8k8.tf32                          NVIDIA sm_80
//   4            16x8x16             bf16      f32   mma.sync.m16n8k16.bf16                         NVIDIA sm_80
//   5            16x8x16             f16       f32   mma.sync.m16n8k16.f16                          NVIDIA sm_80
//   6            16x16x4             f64       f64   v_mfma_f64_16x16x4f64                          AMD gfx90a
//
//   A register holds a word: one element, or of the formats of 16 bits two that follow one another along k, the first in the
//   lower half. So all instructions of NVIDIA's with 16 rows have one layout, counted in words:
//
//     words of A, a lane's e-th:   row ROW_OF_A(lane) + ROWS_TO_A(e),   word along k K_OF_A(lane) + KS_TO_A(e)
//     words of B:                  word along k K_OF_B(lane) + KS_TO_B(e),   column COLUMN_OF_B(lane)
//     sums, elements of C:         row ROW_OF_C(lane) + ROWS_TO_C(e),   column COLUMN_OF_C(lane); on NVIDIA's
//                                  the odd e is right of the even one
//
//   With NATIVE 0 the same is written in OpenCL C, for devices and simulators that lack the instruction: lanes exchange their
//   registers through local memory, with the layouts as the vendors document them, element by element.
//   Sources: NVIDIA, PTX ISA 8.5, chapter 9.7.14, matrix fragments for mma; AMD, AMD Instinct MI200 instruction set architecture
//   reference guide, and the composable kernel library's list of instructions.

#ifndef NATIVE
#define NATIVE 0 // 1: by the GPU's own instruction, else by what it means, in OpenCL C
#endif

#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why

typedef uint uint1;

#if INSTRUCTION == 4 || INSTRUCTION == 5
#define PER_WORD 2
typedef uint word;
#define WORDS(count) WIDE(uint, count)
#else
#define PER_WORD 1
typedef real word;
#define WORDS(count) WIDE(real, count)
#endif

#if INSTRUCTION == 6
#define WARP 64
#define MMA_M 16
#define MMA_N 16
#define MMA_K 4 // in words
#define WORDS_OF_A 1 // of a lane
#define WORDS_OF_B 1
#define SUMS 4
#define NEIGHBOURS 1 // sums of a lane that follow one another along a row of C
#define ROW_OF_A(lane) ((lane) % 16)
#define K_OF_A(lane) ((lane) / 16)
#define K_OF_B(lane) ((lane) / 16)
#define COLUMN_OF_B(lane) ((lane) % 16)
#define ROW_OF_C(lane) ((lane) / 16)
#define COLUMN_OF_C(lane) ((lane) % 16)
#define ROWS_TO_C(e) ((e) * 4)
#else
#define WARP 32
#define MMA_N 8
#define NEIGHBOURS 2
#define ROW_OF_A(lane) ((lane) / 4)
#define K_OF_A(lane) ((lane) % 4)
#define K_OF_B(lane) ((lane) % 4)
#define COLUMN_OF_B(lane) ((lane) / 4)
#define ROW_OF_C(lane) ((lane) / 4)
#define COLUMN_OF_C(lane) ((lane) % 4 * 2)
#define ROWS_TO_C(e) ((e) / 2 * 8)
#if INSTRUCTION == 1
#define MMA_M 8
#define MMA_K 4
#define WORDS_OF_A 1
#define WORDS_OF_B 1
#define SUMS 2
#else
#define MMA_M 16
#define MMA_K 8
#define WORDS_OF_A 4
#define WORDS_OF_B 2
#define SUMS 4
#endif
#endif
#define ROWS_TO_A(e) ((e) % 2 * 8)
#define KS_TO_A(e) ((e) / 2 * 4)
#define KS_TO_B(e) ((e) * 4)

typedef WIDE(real, SUMS) sums;
typedef union { sums wide; real element[SUMS]; } each_sum;

// A word of two numbers of a format of 16 bits, the first one lower; both are given as floats that the format has.
#if INSTRUCTION == 4 // the upper half of a float is a bfloat16
INLINED uint pair(const float first, const float second)
{
    return (as_uint(second) & 0xffff0000) | as_uint(first) >> 16;
}
#elif INSTRUCTION == 5 && NATIVE
INLINED uint pair(const float first, const float second)
{
    uint both;
    __asm__("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(second), "f"(first));
    return both;
}
#elif INSTRUCTION == 5
INLINED uint half_of(const float number)
{
    const float magnitude = fabs(number);
    const uint sign = (as_uint(number) ^ as_uint(magnitude)) >> 16;
    if (magnitude < 0x1p-14f) { // no implicit bit
        return sign | (uint) (magnitude * 0x1p24f);
    }
    return sign | (magnitude < 0x1p16f ? (as_uint(magnitude) - (112 << 23)) >> 13 : isnan(number) ? 0x7e00 : 0x7c00);
}

INLINED uint pair(const float first, const float second)
{
    return half_of(second) << 16 | half_of(first);
}
#endif

#if NATIVE

// sum + a*b, of a warp's matrices. All work-items must come here.
INLINED sums multiply_add(const sums sum, const word *a, const word *b)
{
#if INSTRUCTION == 6
    return __builtin_amdgcn_mfma_f64_16x16x4f64(a[0], b[0], sum, 0, 0, 0);
#else
    each_sum c;
    c.wide = sum;
#if INSTRUCTION == 1
    __asm__ volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
                     : "+d"(c.element[0]), "+d"(c.element[1])
                     : "d"(a[0]), "d"(b[0]));
#elif INSTRUCTION == 2
    __asm__ volatile("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                     "{%0, %1, %2, %3};"
                     : "+d"(c.element[0]), "+d"(c.element[1]), "+d"(c.element[2]), "+d"(c.element[3])
                     : "d"(a[0]), "d"(a[1]), "d"(a[2]), "d"(a[3]), "d"(b[0]), "d"(b[1]));
#else
#if INSTRUCTION == 3
#define BITS(word) as_uint(word)
#define MMA_NAME "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"
#elif INSTRUCTION == 4
#define BITS(word) (word)
#define MMA_NAME "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
#else
#define BITS(word) (word)
#define MMA_NAME "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"
#endif
    __asm__ volatile(MMA_NAME " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                     : "+f"(c.element[0]), "+f"(c.element[1]), "+f"(c.element[2]), "+f"(c.element[3])
                     : "r"(BITS(a[0])), "r"(BITS(a[1])), "r"(BITS(a[2])), "r"(BITS(a[3])), "r"(BITS(b[0])),
                       "r"(BITS(b[1])));
#endif
    return c.wide;
#endif
}

#else // element by element, with the indices of the vendors' documents

#define DEEP (MMA_K * PER_WORD)
#define EXCHANGED (MMA_M * DEEP + DEEP * MMA_N) // elements that the lanes of a warp exchange

// The e-th element of a lane's words.
INLINED real element_of(const word *words, const uint e)
{
#if INSTRUCTION == 3 // without the bits that the format lacks
    return as_float(as_uint(words[e]) & 0xffffe000);
#elif INSTRUCTION == 4
    return as_float(e % 2 == 0 ? words[e / 2] << 16 : words[e / 2] & 0xffff0000);
#elif INSTRUCTION == 5
    const uint bits = words[e / 2] >> (16 * (e % 2)) & 0xffff;
    const uint magnitude = bits & 0x7fff;
    const float number = magnitude >= 0x7c00 ? as_float(magnitude << 13 | 0x7f800000)
        : magnitude < 0x400                  ? magnitude * 0x1p-24f
                                             : as_float((magnitude << 13) + (112 << 23));
    return bits == magnitude ? number : -number;
#else
    return words[e];
#endif
}

// Where an element lies, e-th of a lane.
INLINED uint row_of_a(const uint lane, const uint e)
{
#if INSTRUCTION == 6
    return lane % 16;
#elif INSTRUCTION == 1
    return lane >> 2;
#elif PER_WORD == 2
    return (lane >> 2) + (e < 2 || (e >= 4 && e < 6) ? 0 : 8);
#else
    return (lane >> 2) + (e == 0 || e == 2 ? 0 : 8);
#endif
}

INLINED uint column_of_a(const uint lane, const uint e)
{
#if INSTRUCTION == 6
    return lane / 16;
#elif INSTRUCTION == 1
    return lane % 4;
#elif PER_WORD == 2
    return lane % 4 * 2 + (e & 1) + (e < 4 ? 0 : 8);
#else
    return lane % 4 + (e < 2 ? 0 : 4);
#endif
}

INLINED uint row_of_b(const uint lane, const uint e)
{
#if INSTRUCTION == 6
    return lane / 16;
#elif INSTRUCTION == 1
    return lane % 4;
#elif PER_WORD == 2
    return lane % 4 * 2 + (e & 1) + (e < 2 ? 0 : 8);
#else
    return lane % 4 + (e == 0 ? 0 : 4);
#endif
}

INLINED uint column_of_b(const uint lane)
{
    return INSTRUCTION == 6 ? lane % 16 : lane >> 2;
}

INLINED uint row_of_c(const uint lane, const uint e)
{
    return INSTRUCTION == 6 ? lane / 16 + 4 * e : (lane >> 2) + (e < 2 ? 0 : 8);
}

INLINED uint column_of_c(const uint lane, const uint e)
{
    return INSTRUCTION == 6 ? lane % 16 : lane % 4 * 2 + (e & 1);
}

// As above; through `exchange` of the warp, EXCHANGED elements.
INLINED sums multiply_add(const sums sum, const word *a, const word *b, __local real *exchange, const uint lane)
{
    __local real *all_b = exchange + MMA_M * DEEP;
    for (uint e = 0; e < WORDS_OF_A * PER_WORD; e++) {
        exchange[row_of_a(lane, e) * DEEP + column_of_a(lane, e)] = element_of(a, e);
    }
    for (uint e = 0; e < WORDS_OF_B * PER_WORD; e++) {
        all_b[row_of_b(lane, e) * MMA_N + column_of_b(lane)] = element_of(b, e);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    each_sum c;
    c.wide = sum;
    for (uint e = 0; e < SUMS; e++) {
        for (uint p = 0; p < DEEP; p++) {
            c.element[e] = MULTIPLY_ADD(exchange[row_of_c(lane, e) * DEEP + p],
                                        all_b[p * MMA_N + column_of_c(lane, e)],
                                        c.element[e]);
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE); // before the next ones write
    return c.wide;
}

#endif
