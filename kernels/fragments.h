// What a warp or wave multiplies at once of reduced formats: a fragment of A, some rows, times one of B, some columns, added to
// the sums of a fragment of C, by one or several of the GPU's matrix instructions. Included behind types.h.
//
//   INSTRUCTION is 10*SET + FORMAT:
//
//   SET   the vendor's names                                      fragment, in rows, columns and units   for
//   0     mma.sync.m16n8k8, m16n8k16, m16n8k32                    16x16x2, two of them wide              NVIDIA sm_80
//   1     mma.sync.m16n8k8, m8n8k16                               16x16x2, of four or eight              NVIDIA sm_75
//   2     v_mfma_f32_16x16x16, v_mfma_i32_16x16x16i8              16x16x4, of two or four                AMD gfx90a
//   3     v_mfma_i32_16x16x32_i8                                  16x16x4, of two                        AMD gfx942
//   4     v_wmma_*_16x16x16, each row in two lanes                16x16x2, i8 of two                     AMD gfx11
//   5     v_wmma_*_16x16x16, each row shared by two lanes         16x16x2, i8 of two                     AMD gfx12
//   6     dpas.8x8 of 8 lanes                                     8x8x2                                  Intel dg2
//   7     dpas.8x8 of 16 lanes                                    8x16x2                                 Intel pvc
//
//   FORMAT   3: tf32, 4: bf16, 5: f16, with sums in f32; 7: i8, with sums in i32
//
//   A word is a register: one element of tf32, two of 16 bits or four of 8 that follow one another along k, the first one lowest.
//   A unit is four words. Tiles in local memory hold units, those of one depth of all rows behind each other:
//
//     tile[unit*rows + row], in it the word w: the elements from (4*unit + w)*PER_WORD on of that row of A, or column of B
//
//   So 8 rows of a unit are 128 bytes in a row, and no bank is asked twice.
//
//   Intel's subgroups read a fragment as one block, register by register (BLOCKS). So its words lie behind each other, and the
//   fragments of all rows of two units behind each other. Of A a register has one row, or two, of B a word of all columns:
//
//     block_a[row*8 + word], block_b[word*columns + column]     word: of two units, 0 .. 7
//
//   Of a fragment, a lane has
//
//     the e-th word of A:   row ROW_OF_A(lane, e), unit UNIT_OF_A(lane, e), word WORD_OF_A(lane, e), or all words of a unit one
//                           after the other, or PLACE_OF_A(lane, e) of a block, in words or halves of words; of B likewise
//     the e-th sum of C:    row ROW_OF_C(lane, e), column COLUMN_OF_C(lane, e)
//
//   Which k a word stands for may differ from the vendor's documents, as long as A and B differ alike: that changes nothing but
//   the order of a sum.
//
//   With NATIVE 0 each instruction is written in OpenCL C, for devices and simulators that lack it: lanes exchange their
//   registers through local memory, with the layouts as the vendors document them, element by element.
//   Sources: NVIDIA, PTX ISA 8.5, chapter 9.7.14; AMD, instruction set architecture reference guides of MI200, MI300, RDNA3 and
//   RDNA4; Khronos, cl_intel_subgroup_matrix_multiply_accumulate.

#ifndef NATIVE
#define NATIVE 0 // 1: by the GPU's own instruction, else by what it means, in OpenCL C
#endif

#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why

#define SET (INSTRUCTION / 10)
#define FORMAT (INSTRUCTION % 10)

#if FORMAT == 3
#define PER_WORD 1
#elif FORMAT == 7
#define PER_WORD 4
#else
#define PER_WORD 2
#endif

#if FORMAT == 7
#define NUMBER int
#else
#define NUMBER float
#endif

// Fragments, and by which instruction a fragment is multiplied: MMA_M rows, MMA_N columns, MMA_K elements deep, of which a lane
// has MMA_A words of A, MMA_B of B and MMA_SUMS sums.
#if SET == 0 || SET == 1
#define WARP 32
#define FRAGMENT_M 16
#define FRAGMENT_N 16
#define FRAGMENT_UNITS 2
#define WORDS_OF_A 4
#define WORDS_OF_B 4
#define SUMS 8
#define NEIGHBOURS 2 // sums of a lane that follow one another along a row of C
#define ROW_OF_A(lane, e) ((lane) / 4 + (e) % 2 * 8)
#define UNIT_OF_A(lane, e) ((e) / 2)
#define WORD_OF_A(lane, e) ((lane) % 4)
#define ROW_OF_B(lane, e) ((lane) / 4 + (e) / 2 * 8) // an instruction wants two registers that follow one another
#define UNIT_OF_B(lane, e) ((e) % 2)
#define WORD_OF_B(lane, e) ((lane) % 4)
#define ROW_OF_C(lane, e) ((lane) / 4 + (e) % 4 / 2 * 8)
#define COLUMN_OF_C(lane, e) ((lane) % 4 * 2 + (e) / 4 * 8 + (e) % 2)
#define MMA_M (INSTRUCTION == 17 ? 8 : 16)
#define MMA_N 8
#if INSTRUCTION == 15
#define MMA_K 8
#elif INSTRUCTION == 17
#define MMA_K 16
#else
#define MMA_K (8 * PER_WORD)
#endif
#elif SET == 2 || SET == 3 || SET == 5
#if SET == 5
#define WARP 32
#define SUMS 8
#else
#define WARP 64
#define SUMS 4
#endif
#define FRAGMENT_M 16
#define FRAGMENT_N 16
#define FRAGMENT_UNITS (WARP / 16)
#define WORDS_OF_A 4
#define WORDS_OF_B 4
#define NEIGHBOURS 1
#define ROW_OF_A(lane, e) ((lane) % 16)
#define UNIT_OF_A(lane, e) ((lane) / 16)
#define ROW_OF_B(lane, e) ((lane) % 16)
#define UNIT_OF_B(lane, e) ((lane) / 16)
#define ROW_OF_C(lane, e) ((lane) / 16 * SUMS + (e))
#define COLUMN_OF_C(lane, e) ((lane) % 16)
#define MMA_M 16
#define MMA_N 16
#define MMA_K (SET == 3 ? 32 : 16)
#elif SET == 4
#define WARP 32
#define FRAGMENT_M 16
#define FRAGMENT_N 16
#define FRAGMENT_UNITS 2
#define WORDS_OF_A 8
#define WORDS_OF_B 8
#define SUMS 8
#define NEIGHBOURS 1
#define ROW_OF_A(lane, e) ((lane) % 16)
#define UNIT_OF_A(lane, e) ((e) / 4)
#define ROW_OF_B(lane, e) ((lane) % 16)
#define UNIT_OF_B(lane, e) ((e) / 4)
#define ROW_OF_C(lane, e) ((e) * 2 + (lane) / 16)
#define COLUMN_OF_C(lane, e) ((lane) % 16)
#define MMA_M 16
#define MMA_N 16
#define MMA_K 16
#elif SET == 6
#define WARP 8
#define FRAGMENT_M 8
#define FRAGMENT_N 8
#define FRAGMENT_UNITS 2
#define WORDS_OF_A 8
#define WORDS_OF_B 8
#define SUMS 8
#define NEIGHBOURS 1
#define BLOCKS 1
#define PLACE_OF_A(lane, e) ((e) * 8 + (lane))
#define PLACE_OF_B(lane, e) ((e) * 8 + (lane))
#define ROW_OF_C(lane, e) (e)
#define COLUMN_OF_C(lane, e) (lane)
#define MMA_M 8
#define MMA_N 8
#define MMA_K (8 * PER_WORD)
#elif SET == 7
#define WARP 16
#define FRAGMENT_M 8
#define FRAGMENT_N 16
#define FRAGMENT_UNITS 2
#define WORDS_OF_A 4 // a half of each of two rows
#define WORDS_OF_B 8
#define SUMS 8
#define NEIGHBOURS 1
#define BLOCKS 1
#define PLACE_OF_A(lane, e) ((e) * 16 + (lane)) // of halves: two in a word
#define PLACE_OF_B(lane, e) ((e) * 16 + (lane))
#define ROW_OF_C(lane, e) (e)
#define COLUMN_OF_C(lane, e) (lane)
#define MMA_M 8
#define MMA_N 16
#define MMA_K (8 * PER_WORD)
#endif
#ifndef BLOCKS
#define BLOCKS 0
#endif
#define OF_ROW(rows) (BLOCKS ? 2 * (rows) : (rows)) // units of so many rows that lie before the fragment of the next one
#define COPIES (SET == 4 ? 2 : 1) // lanes that hold the same words
#define MMA_A (MMA_M * MMA_K / PER_WORD * COPIES / WARP)
#define MMA_B (MMA_K * MMA_N / PER_WORD * COPIES / WARP)
#define MMA_SUMS (MMA_M * MMA_N / WARP)

typedef WIDE(NUMBER, SUMS) sums;
typedef union { sums wide; NUMBER element[SUMS]; } each_sum;

// --- Words --------------------------------------------------------------------------------------------------------

#if FORMAT == 5
INLINED uint half_of(const float number)
{
    const float magnitude = fabs(number);
    const uint sign = (as_uint(number) ^ as_uint(magnitude)) >> 16;
    if (magnitude < 0x1p-14f) { // no implicit bit
        return sign | (uint) (magnitude * 0x1p24f);
    }
    return sign | (magnitude < 0x1p16f ? (as_uint(magnitude) - (112 << 23)) >> 13 : number != number ? 0x7e00 : 0x7c00);
}
#endif

// The bits of a number of the format, given as a float, at its e-th place in a word.
INLINED uint bits_of(const float number, const uint e)
{
#if FORMAT == 3
    return as_uint(number);
#elif FORMAT == 4 // the upper half of a float is a bfloat16
    return as_uint(number) >> 16 << (16 * e);
#elif FORMAT == 5
    return half_of(number) << (16 * e);
#else
    return ((uint) (int) number & 0xff) << (8 * e);
#endif
}

#if NATIVE && SET <= 1 // four matrices of 8 rows and a unit, of each of which a lane gets a word; lanes in turn say where rows lie
#define LOAD_MATRICES(words, row)                                                                        \
    __asm__ volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"                  \
                     : "=r"((words)[0]), "=r"((words)[1]), "=r"((words)[2]), "=r"((words)[3])            \
                     : "r"((uint) (size_t) (row))                                                        \
                     : "memory")
#endif

// Takes the words of a unit.
INLINED void take(uint *words, const uint4 unit)
{
    words[0] = unit.s0;
    words[1] = unit.s1;
    words[2] = unit.s2;
    words[3] = unit.s3;
}

#if NATIVE && BLOCKS // Intel's compiler has them, though its headers do not
uint8 __attribute__((overloadable)) intel_sub_group_block_read8(__local const uint *block);
ushort8 __attribute__((overloadable)) intel_sub_group_block_read_us8(__local const ushort *block);

// Takes eight words of each lane of a subgroup.
INLINED void take_block(uint *words, __local const uint4 *block)
{
    const uint8 all = intel_sub_group_block_read8((__local const uint *) block);
    take(words, all.lo);
    take(words + 4, all.hi);
}
#endif

// Takes a lane's words of a fragment of A from a tile of so many rows; `tile` points to where the fragment begins.
INLINED void load_a(uint *words, __local const uint4 *tile, const uint rows, const uint lane)
{
#if NATIVE && SET <= 1
    LOAD_MATRICES(words, tile + lane / 16 * rows + lane % 16);
#elif SET == 7 && NATIVE
    const uint4 all = as_uint4(intel_sub_group_block_read_us8((__local const ushort *) tile));
    take(words, all);
#elif SET == 6 && NATIVE
    take_block(words, tile);
#elif SET == 7
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e++) {
        __local const ushort *halves = (__local const ushort *) tile;
        words[e] = halves[PLACE_OF_A(lane, 2 * e)] | (uint) halves[PLACE_OF_A(lane, 2 * e + 1)] << 16;
    }
#elif SET == 6
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e++) {
        words[e] = ((__local const uint *) tile)[PLACE_OF_A(lane, e)];
    }
#elif defined WORD_OF_A
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e++) {
        words[e] = ((__local const uint *) (tile + UNIT_OF_A(lane, e) * rows + ROW_OF_A(lane, e)))[WORD_OF_A(lane, e)];
    }
#else
#pragma unroll
    for (uint e = 0; e < WORDS_OF_A; e += 4) {
        take(words + e, tile[UNIT_OF_A(lane, e) * rows + ROW_OF_A(lane, e)]);
    }
#endif
}

// Likewise of B, of which rows in the tile are columns.
INLINED void load_b(uint *words, __local const uint4 *tile, const uint rows, const uint lane)
{
#if NATIVE && SET <= 1
    LOAD_MATRICES(words, tile + lane / 8 % 2 * rows + lane / 16 * 8 + lane % 8);
#elif BLOCKS && NATIVE
    take_block(words, tile);
#elif BLOCKS
#pragma unroll
    for (uint e = 0; e < WORDS_OF_B; e++) {
        words[e] = ((__local const uint *) tile)[PLACE_OF_B(lane, e)];
    }
#elif defined WORD_OF_B
#pragma unroll
    for (uint e = 0; e < WORDS_OF_B; e++) {
        words[e] = ((__local const uint *) (tile + UNIT_OF_B(lane, e) * rows + ROW_OF_B(lane, e)))[WORD_OF_B(lane, e)];
    }
#else
#pragma unroll
    for (uint e = 0; e < WORDS_OF_B; e += 4) {
        take(words + e, tile[UNIT_OF_B(lane, e) * rows + ROW_OF_B(lane, e)]);
    }
#endif
}

// --- One instruction ----------------------------------------------------------------------------------------------

#if NATIVE && SET <= 1 // inline assembly
#define EXCHANGE_PARAMETERS
#define EXCHANGE
#if FORMAT == 3
#define MMA_NAME "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"
#elif FORMAT == 4
#define MMA_NAME "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
#elif FORMAT == 5
#define MMA_NAME "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"
#else
#define MMA_NAME "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32"
#endif
#if FORMAT == 7
#define SUM "+r"
#else
#define SUM "+f"
#endif

// Adds a*b to a warp's small matrices, of each of which a lane has some elements. All work-items must come here.
INLINED void add_product(NUMBER *c, const uint *a, const uint *b)
{
#if INSTRUCTION == 15
    __asm__ volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
                     : SUM(c[0]), SUM(c[1]), SUM(c[2]), SUM(c[3])
                     : "r"(a[0]), "r"(a[1]), "r"(b[0]));
#elif INSTRUCTION == 17
    __asm__ volatile("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0, %1}, {%2}, {%3}, {%0, %1};"
                     : SUM(c[0]), SUM(c[1])
                     : "r"(a[0]), "r"(b[0]));
#else
    __asm__ volatile(MMA_NAME " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                     : SUM(c[0]), SUM(c[1]), SUM(c[2]), SUM(c[3])
                     : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

#elif NATIVE // functions of the compiler
#define EXCHANGE_PARAMETERS
#define EXCHANGE
#if FORMAT == 5
#pragma OPENCL EXTENSION cl_khr_fp16 : enable
#endif
#if SET == 2 && FORMAT == 4
typedef short4 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_mfma_f32_16x16x16bf16_1k(a, b, c, 0, 0, 0)
#elif SET == 2 && FORMAT == 5
typedef half4 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_mfma_f32_16x16x16f16(a, b, c, 0, 0, 0)
#elif SET == 2
typedef int words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_mfma_i32_16x16x16i8(a, b, c, 0, 0, 0)
#elif SET == 3
typedef long words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_mfma_i32_16x16x32_i8(a, b, c, 0, 0, 0)
#elif SET == 4 && FORMAT == 4
typedef short16 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_f32_16x16x16_bf16_w32(a, b, c)
#elif SET == 4 && FORMAT == 5
typedef half16 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_f32_16x16x16_f16_w32(a, b, c)
#elif SET == 4
typedef int4 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_i32_16x16x16_iu8_w32(true, a, true, b, c, false)
#elif SET == 5 && FORMAT == 4
typedef short8 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_f32_16x16x16_bf16_w32_gfx12(a, b, c)
#elif SET == 5 && FORMAT == 5
typedef half8 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_f32_16x16x16_f16_w32_gfx12(a, b, c)
#elif SET == 5
typedef int2 words_of_a, words_of_b;
#define MMA(a, b, c) __builtin_amdgcn_wmma_i32_16x16x16_iu8_w32_gfx12(true, a, true, b, c, false)
#else // Intel's compiler has them, though its headers do not
#if SET == 6
typedef int8 words_of_a;
#else
typedef short8 words_of_a;
#endif
typedef int8 words_of_b;
#if FORMAT == 4
#define MMA(a, b, c) intel_sub_group_bf16_bf16_matrix_mad_k16(a, b, c)
#elif FORMAT == 5
#define MMA(a, b, c) intel_sub_group_f16_f16_matrix_mad_k16(a, b, c)
#else
#define MMA(a, b, c) intel_sub_group_i8_i8_matrix_mad_k32(a, b, c)
#endif
__attribute__((overloadable)) sums MMA(words_of_a a, words_of_b b, sums c);
#endif

// Adds a*b to a warp's small matrices, of each of which a lane has some elements. All work-items must come here.
INLINED void add_product(NUMBER *c, const uint *a, const uint *b)
{
    union { uint word[sizeof(words_of_a) / 4]; words_of_a all; } of_a;
    union { uint word[sizeof(words_of_b) / 4]; words_of_b all; } of_b;
    each_sum sum;
#pragma unroll
    for (uint e = 0; e < MMA_A; e++) {
        of_a.word[e] = a[e];
    }
#pragma unroll
    for (uint e = 0; e < MMA_B; e++) {
        of_b.word[e] = b[e];
    }
#pragma unroll
    for (uint e = 0; e < SUMS; e++) {
        sum.element[e] = c[e];
    }
    sum.wide = MMA(of_a.all, of_b.all, sum.wide);
#pragma unroll
    for (uint e = 0; e < SUMS; e++) {
        c[e] = sum.element[e];
    }
}

#else // element by element, with the indices of the vendors' documents
#define EXCHANGE_PARAMETERS , __local NUMBER *exchange, const uint lane
#define EXCHANGE , exchange, lane

#define EXCHANGED ((MMA_M + MMA_N) * MMA_K * COPIES) // elements that the lanes of a warp exchange

// The e-th element of a lane's words.
INLINED NUMBER element_of(const uint *words, const uint e)
{
#if FORMAT == 3 // without the bits that the format lacks
    return as_float(words[e] & 0xffffe000);
#elif FORMAT == 4
    return as_float(e % 2 == 0 ? words[e / 2] << 16 : words[e / 2] & 0xffff0000);
#elif FORMAT == 5
    const uint bits = words[e / 2] >> (16 * (e % 2)) & 0xffff;
    const uint magnitude = bits & 0x7fff;
    const float number = magnitude >= 0x7c00 ? as_float(magnitude << 13 | 0x7f800000)
        : magnitude < 0x400                  ? magnitude * 0x1p-24f
                                             : as_float((magnitude << 13) + (112 << 23));
    return bits == magnitude ? number : -number;
#else
    return (int) (words[e / 4] << (24 - 8 * (e % 4))) >> 24;
#endif
}

// Where the e-th element of a lane's words lies, and the e-th of its sums.
INLINED uint row_of_a(const uint lane, const uint e)
{
#if SET <= 1
    return (lane >> 2) + 8 * (e / PER_WORD % 2);
#elif SET == 6
    return e / PER_WORD;
#elif SET == 7
    return e / (PER_WORD / 2);
#else
    return lane % 16;
#endif
}

INLINED uint column_of_a(const uint lane, const uint e)
{
#if SET <= 1
    return (lane & 3) * PER_WORD + e % PER_WORD + (e < 2 * PER_WORD ? 0 : 4 * PER_WORD);
#elif SET == 4
    return e;
#elif SET == 6
    return lane * PER_WORD + e % PER_WORD;
#elif SET == 7
    return lane * (PER_WORD / 2) + e % (PER_WORD / 2);
#else
    return (lane >> 4) * MMA_A * PER_WORD + e;
#endif
}

INLINED uint row_of_b(const uint lane, const uint e)
{
#if SET <= 1
    return (lane & 3) * PER_WORD + e % PER_WORD + (e < PER_WORD ? 0 : 4 * PER_WORD);
#elif SET == 4 || SET >= 6
    return e;
#else
    return (lane >> 4) * MMA_B * PER_WORD + e;
#endif
}

INLINED uint column_of_b(const uint lane)
{
#if SET <= 1
    return lane >> 2;
#elif SET >= 6
    return lane;
#else
    return lane % 16;
#endif
}

INLINED uint row_of_c(const uint lane, const uint e)
{
#if SET <= 1
    return (lane >> 2) + (e < 2 ? 0 : 8);
#elif SET == 4
    return 2 * e + (lane >> 4);
#elif SET >= 6
    return e;
#else
    return (lane >> 4) * MMA_SUMS + e;
#endif
}

INLINED uint column_of_c(const uint lane, const uint e)
{
#if SET <= 1
    return (lane & 3) * 2 + (e & 1);
#elif SET >= 6
    return lane;
#else
    return lane % 16;
#endif
}

// As above; through `exchange` of the warp, EXCHANGED elements. Each copy of the words serves the lanes that have it.
INLINED void add_product(NUMBER *c, const uint *a, const uint *b, __local NUMBER *exchange, const uint lane)
{
    __local NUMBER *all_a = exchange + lane * COPIES / WARP * (EXCHANGED / COPIES);
    __local NUMBER *all_b = all_a + MMA_M * MMA_K;
    for (uint e = 0; e < MMA_A * PER_WORD; e++) {
        all_a[row_of_a(lane, e) * MMA_K + column_of_a(lane, e)] = element_of(a, e);
    }
    for (uint e = 0; e < MMA_B * PER_WORD; e++) {
        all_b[row_of_b(lane, e) * MMA_N + column_of_b(lane)] = element_of(b, e);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint e = 0; e < MMA_SUMS; e++) {
        for (uint p = 0; p < MMA_K; p++) {
            c[e] += all_a[row_of_c(lane, e) * MMA_K + p] * all_b[p * MMA_N + column_of_c(lane, e)];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE); // before the next ones write
}
#endif

// --- A fragment ---------------------------------------------------------------------------------------------------

// sum + a*b of fragments. All work-items must come here.
INLINED sums multiply_add(const sums sum, const uint *a, const uint *b EXCHANGE_PARAMETERS)
{
    each_sum c;
    c.wide = sum;
#if SET == 0
    add_product(c.element, a, b EXCHANGE);
    add_product(c.element + 4, a, b + 2 EXCHANGE);
#elif INSTRUCTION == 15
#pragma unroll
    for (uint part = 0; part < 4; part++) { // two units, the left and the right columns
        add_product(c.element + part % 2 * 4, a + part / 2 * 2, b + part % 2 * 2 + part / 2 EXCHANGE);
    }
#elif INSTRUCTION == 17
#pragma unroll
    for (uint part = 0; part < 8; part++) { // two units, of each the left and the right columns, the upper and the lower rows
        add_product(c.element + part % 4 * 2, a + part / 4 * 2 + part % 2, b + part % 4 / 2 * 2 + part / 4 EXCHANGE);
    }
#else
#pragma unroll
    for (uint word = 0; word < WORDS_OF_A; word += MMA_A) {
        add_product(c.element, a + word, b + word EXCHANGE);
    }
#endif
    return c.wide;
}
