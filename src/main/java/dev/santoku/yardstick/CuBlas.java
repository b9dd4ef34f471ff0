package dev.santoku.yardstick;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * Functions of {@code libcublas}, under their own names; JNA binds them. All but the last return a status, 0 for success.
 * The products are {@link Gemm}'s.
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

    /** What a status means. */
    String cublasGetStatusString(int status);
}
