// The matrix instructions of GPUs for f64: a warp or wave adds the product of two small matrices to a third, all of which lie in
// its lanes' registers. Included behind types.h; those for reduced formats are in fragments.h.
//
//   INSTRUCTION  rowsxcolumnsxdepth  the vendor's name          from
//   1            8x8x4               mma.sync.m8n8k4.f64        NVIDIA sm_80
//   2            16x8x8              mma.sync.m16n8k8.f64       NVIDIA sm_90
//   6            16x16x4             v_mfma_f64_16x16x4f64      AMD gfx90a
//
//     elements of A, a lane's e-th:   row ROW_OF_A(lane) + ROWS_TO_A(e),   k K_OF_A(lane) + KS_TO_A(e)
//     elements of B:                  k K_OF_B(lane) + KS_TO_B(e),   column COLUMN_OF_B(lane)
//     sums, elements of C:            row ROW_OF_C(lane) + ROWS_TO_C(e),   column COLUMN_OF_C(lane); on NVIDIA's the odd e is
//                                     right of the even one
//
//   With NATIVE 0 the same is written in OpenCL C, for devices and simulators that lack the instruction: lanes exchange their
//   registers through local memory, with the layouts as the vendors document them, element by element.
//   Sources: NVIDIA, PTX ISA 8.5, chapter 9.7.14, matrix fragments for mma; AMD, AMD Instinct MI200 instruction set architecture
//   reference guide, and the composable kernel library's list of instructions.

#ifndef NATIVE
#define NATIVE 0 // 1: by the GPU's own instruction, else by what it means, in OpenCL C
#endif

#define INLINED static inline __attribute__((always_inline)) // as panel.cl says why

#if INSTRUCTION == 6
#define WARP 64
#define MMA_M 16
#define MMA_N 16
#define MMA_K 4
#define ELEMENTS_OF_A 1 // of a lane
#define ELEMENTS_OF_B 1
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
#define ELEMENTS_OF_A 1
#define ELEMENTS_OF_B 1
#define SUMS 2
#else
#define MMA_M 16
#define MMA_K 8
#define ELEMENTS_OF_A 4
#define ELEMENTS_OF_B 2
#define SUMS 4
#endif
#endif
#define ROWS_TO_A(e) ((e) % 2 * 8)
#define KS_TO_A(e) ((e) / 2 * 4)
#define KS_TO_B(e) ((e) * 4)

typedef WIDE(real, SUMS) sums;
typedef union { sums wide; real element[SUMS]; } each_sum;

#if NATIVE

// sum + a*b, of a warp's matrices. All work-items must come here.
INLINED sums multiply_add(const sums sum, const real *a, const real *b)
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
#else
    __asm__ volatile("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                     "{%0, %1, %2, %3};"
                     : "+d"(c.element[0]), "+d"(c.element[1]), "+d"(c.element[2]), "+d"(c.element[3])
                     : "d"(a[0]), "d"(a[1]), "d"(a[2]), "d"(a[3]), "d"(b[0]), "d"(b[1]));
#endif
    return c.wide;
#endif
}

#else // element by element, with the indices of the vendors' documents

#define EXCHANGED (MMA_M * MMA_K + MMA_K * MMA_N) // elements that the lanes of a warp exchange

// Where an element lies, e-th of a lane.
INLINED uint row_of_a(const uint lane, const uint e)
{
#if INSTRUCTION == 6
    return lane % 16;
#elif INSTRUCTION == 1
    return lane >> 2;
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
INLINED sums multiply_add(const sums sum, const real *a, const real *b, __local real *exchange, const uint lane)
{
    __local real *all_b = exchange + MMA_M * MMA_K;
    for (uint e = 0; e < ELEMENTS_OF_A; e++) {
        exchange[row_of_a(lane, e) * MMA_K + column_of_a(lane, e)] = a[e];
    }
    for (uint e = 0; e < ELEMENTS_OF_B; e++) {
        all_b[row_of_b(lane, e) * MMA_N + column_of_b(lane)] = b[e];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    each_sum c;
    c.wide = sum;
    for (uint e = 0; e < SUMS; e++) {
        for (uint p = 0; p < MMA_K; p++) {
            c.element[e] = MULTIPLY_ADD(exchange[row_of_c(lane, e) * MMA_K + p],
                                        all_b[p * MMA_N + column_of_c(lane, e)],
                                        c.element[e]);
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE); // before the next ones write
    return c.wide;
}

#endif
