package dev.santoku.yardstick;

import dev.santoku.matrix.Precision;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How {@code cublasGemmEx} is asked for a product of a reduced format: C and sums are f32, of i8 they are i32.
 *
 * <p>Source: {@code cudaDataType_t} in {@code library_types.h}, {@code cublasComputeType_t} in {@code cublas_api.h}, alike in CUDA
 * 12 and 13; NVIDIA, cuBLAS Library, {@code cublasGemmEx}, that rows of i8 take whole words; PTX ISA, {@code mma} and {@code dp4a}, for
 * the least architectures.
 */
enum MathMode {
    /** {@code CUDA_R_32F} with {@code CUBLAS_COMPUTE_32F_FAST_TF32}; before Ampere that would compute in f32. */
    TF32(Precision.TF32, 0, 0, 77, 80),
    /** {@code CUDA_R_16BF} with {@code CUBLAS_COMPUTE_32F}, into {@code CUDA_R_32F}. */
    BF16(Precision.BF16, 14, 0, 68, 80),
    /** {@code CUDA_R_16F}, likewise; matrix units are there from Volta on. */
    F16(Precision.F16, 2, 0, 68, 70),
    /** {@code CUDA_R_8I} with {@code CUBLAS_COMPUTE_32I}, into {@code CUDA_R_32I}; Pascal has {@code dp4a}. */
    I8(Precision.I8, 3, 10, 72, 61);

    /** {@code CUBLAS_GEMM_DEFAULT}: cuBLAS chooses. */
    static final int ALGORITHM = -1;

    private static final int BYTES_OF_WORD = 4;

    private final Precision format;
    private final int factors;
    private final int result;
    private final int computing;
    private final int capability;

    MathMode(Precision format, int factors, int result, int computing, int capability) {
        this.format = format;
        this.factors = factors;
        this.result = result;
        this.computing = computing;
        this.capability = capability;
    }

    /** Empty for f32 and f64, which have functions of their own. */
    static Optional<MathMode> of(Precision format) {
        return Stream.of(values()).filter(mode -> mode.format == format).findFirst();
    }

    /** How many elements the rows of a factor are multiples of. */
    static int rowMultiple(Precision format) {
        return format == Precision.I8 ? BYTES_OF_WORD : 1;
    }

    /** {@code cudaDataType_t} of A and B. */
    int factors() {
        return factors;
    }

    /** {@code cudaDataType_t} of C. */
    int result() {
        return result;
    }

    /** {@code cublasComputeType_t}. */
    int computing() {
        return computing;
    }

    /** @param device its compute capability, ten times the major number and the minor one */
    boolean runsOn(int device) {
        return device >= capability;
    }
}
