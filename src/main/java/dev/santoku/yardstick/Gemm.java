package dev.santoku.yardstick;

import dev.santoku.matrix.Precision;
import java.util.List;
import java.util.stream.Stream;

/**
 * The products of {@code libcublas}: C = alpha·op(A)·op(B) + beta·C. C is m×n, op(A) m×k, op(B) k×n, all column-major; an
 * operation of 0 leaves as it is. Those of f32 and f64 differ in their names and in what alpha and beta point to.
 *
 * <pre>
 * gemm_v2            (handle, operationA, operationB, int m, n, k, alpha, a, int lda, b, int ldb, beta, c, int ldc)
 * gemmStridedBatched (handle, operationA, operationB, int m, n, k, alpha, a, int lda, long strideA,
 *                     b, int ldb, long strideB, beta, c, int ldc, long strideC, int batchCount)
 * GemmEx             (…, a, int typeA, int lda, b, int typeB, int ldb, beta, c, int typeC, int ldc, int computeType, int algorithm)
 * GemmStridedBatchedEx (…, a, int typeA, int lda, long strideA, … , int batchCount, int computeType, int algorithm)
 * </pre>
 *
 * <p>A stride, counted in elements, is a {@code long long}, so {@code long} on every system.
 *
 * <p>Source: NVIDIA, cuBLAS Library, the cublas_v2 interface.
 */
@FunctionalInterface
interface Gemm {
    /** Calls a function by its name with these arguments; 0 for success. */
    int call(String function, Object... arguments);

    /** The function for one product. */
    static String one(Precision precision) {
        return switch (precision) {
            case F64 -> "cublasDgemm_v2";
            case F32 -> "cublasSgemm_v2";
            default -> "cublasGemmEx";
        };
    }

    /** The function for as many products. */
    static String batch(Precision precision) {
        return switch (precision) {
            case F64 -> "cublasDgemmStridedBatched";
            case F32 -> "cublasSgemmStridedBatched";
            default -> "cublasGemmStridedBatchedEx";
        };
    }

    /** All functions. */
    static List<String> names() {
        return Stream.of(Precision.values())
                .flatMap(precision -> Stream.of(one(precision), batch(precision)))
                .distinct()
                .toList();
    }
}
