package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The instructions of {@code mma.h}: a warp adds the product of an m×k and a k×n matrix to an m×n one. Of two for the same
 * format the better one stands first.
 */
public enum MatrixInstruction {
    /** One of the machine's own on sm_90; on sm_100 the assembler makes four of the next one out of it. */
    NVIDIA_F64_TALL(2, Precision.F64, 16, 8, 8, "sm_90"),
    /** On GPUs for data centres: others of NVIDIA's have next to no f64, whichever instruction asks for it. */
    NVIDIA_F64(1, Precision.F64, 8, 8, 4, "sm_(80|90|100)"),
    NVIDIA_TF32(3, Precision.TF32, 16, 8, 8, MatrixInstruction.SINCE_AMPERE),
    NVIDIA_BF16(4, Precision.BF16, 16, 8, 16, MatrixInstruction.SINCE_AMPERE),
    NVIDIA_F16(5, Precision.F16, 16, 8, 16, MatrixInstruction.SINCE_AMPERE),
    AMD_F64(6, Precision.F64, 16, 16, 4, "gfx(90a|942)");

    private static final String SINCE_AMPERE = "sm_(8|9|[0-9]{2})[0-9]";

    private final int number;
    private final Precision precision;
    private final int m;
    private final int n;
    private final int k;
    private final Pattern architectures;

    /** @param architectures by their vendor's names, on which nothing else is faster */
    MatrixInstruction(int number, Precision precision, int m, int n, int k, String architectures) {
        this.number = number;
        this.precision = precision;
        this.m = m;
        this.n = n;
        this.k = k;
        this.architectures = Pattern.compile(architectures);
    }

    /** Those that multiply elements of that format on such a GPU faster than anything else does, the best one first. */
    public static List<MatrixInstruction> of(GpuArchitecture architecture, Precision precision) {
        return Arrays.stream(values())
                .filter(each -> each.precision == precision
                        && each.architectures.matcher(architecture.name()).matches())
                .toList();
    }

    /** The one of that number. */
    static Optional<MatrixInstruction> find(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** As {@code mma.h} counts them. */
    public int number() {
        return number;
    }

    /** Of its elements. */
    public Precision precision() {
        return precision;
    }

    /** Rows of its result. */
    public int m() {
        return m;
    }

    /** Columns of its result. */
    public int n() {
        return n;
    }

    /** Depth in elements. */
    public int k() {
        return k;
    }

    /** Work-items that issue it together. */
    public int warp() {
        return this == AMD_F64 ? 64 : 32;
    }

    /** Elements of a word of local memory. */
    int perWord() {
        return precision == Precision.F16 || precision == Precision.BF16 ? 2 : 1;
    }
}
