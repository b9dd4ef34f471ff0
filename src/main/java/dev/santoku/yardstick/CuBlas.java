package dev.santoku.yardstick;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Functions of {@code libcublas}, under their own names; JNA binds them. All but the last return a status, 0 for success.
 * Matrices are column-major.
 *
 * <p>Source: NVIDIA, cuBLAS Library, the cublas_v2 interface.
 */
interface CuBlas extends Library {
    /** A handle for the device of this thread. */
    int cublasCreate_v2(PointerByReference handle);

    /** Gives it back. */
    int cublasDestroy_v2(Pointer handle);

    /** 0 is the default: f32 is computed in f32, TF32 must be asked for. */
    int cublasSetMathMode(Pointer handle, int mode);

    /** C = alpha·op(A)·op(B) + beta·C in f32: C is m×n, op(A) m×k, op(B) k×n; an operation of 0 leaves as it is. */
    int cublasSgemm_v2(
            Pointer handle,
            int operationA,
            int operationB,
            int m,
            int n,
            int k,
            FloatByReference alpha,
            Pointer a,
            int lda,
            Pointer b,
            int ldb,
            FloatByReference beta,
            Pointer c,
            int ldc);

    /** Likewise in f64. */
    int cublasDgemm_v2(
            Pointer handle,
            int operationA,
            int operationB,
            int m,
            int n,
            int k,
            DoubleByReference alpha,
            Pointer a,
            int lda,
            Pointer b,
            int ldb,
            DoubleByReference beta,
            Pointer c,
            int ldc);

    /**
     * The same for as many products in f32: the matrices of each lie a stride, counted in elements, behind those of the one
     * before. A stride is a {@code long long}, so {@code long} on every system.
     */
    int cublasSgemmStridedBatched(
            Pointer handle,
            int operationA,
            int operationB,
            int m,
            int n,
            int k,
            FloatByReference alpha,
            Pointer a,
            int lda,
            long strideA,
            Pointer b,
            int ldb,
            long strideB,
            FloatByReference beta,
            Pointer c,
            int ldc,
            long strideC,
            int batchCount);

    /** Likewise in f64. */
    int cublasDgemmStridedBatched(
            Pointer handle,
            int operationA,
            int operationB,
            int m,
            int n,
            int k,
            DoubleByReference alpha,
            Pointer a,
            int lda,
            long strideA,
            Pointer b,
            int ldb,
            long strideB,
            DoubleByReference beta,
            Pointer c,
            int ldc,
            long strideC,
            int batchCount);

    /** What a status means. */
    String cublasGetStatusString(int status);
}
