package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.matrix.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The instructions of {@code mma.h}: a warp adds the product of an m×k and a k×n matrix to an m×n one. */
enum MatrixInstruction {
    NVIDIA_F64(1, Precision.F64, 8, 8, 4, 80),
    NVIDIA_F64_TALL(2, Precision.F64, 16, 8, 8, 90),
    NVIDIA_TF32(3, Precision.TF32, 16, 8, 8, 80),
    NVIDIA_BF16(4, Precision.BF16, 16, 8, 16, 80),
    NVIDIA_F16(5, Precision.F16, 16, 8, 16, 80),
    AMD_F64(6, Precision.F64, 16, 16, 4, 0);

    private static final Pattern SM = Pattern.compile("sm_([0-9]+)");

    /** GPUs for data centres: others of NVIDIA's have next to no f64, whichever instruction asks for it. */
    private static final Set<String> F64_OF_NVIDIA = Set.of("sm_80", "sm_90", "sm_100");

    private static final Set<String> F64_OF_AMD = Set.of("gfx90a", "gfx942");

    private final int number;
    private final Precision precision;
    private final int m;
    private final int n;
    private final int k;
    private final int least;

    /** @param least of NVIDIA's architectures that has it; 0 of AMD's */
    MatrixInstruction(int number, Precision precision, int m, int n, int k, int least) {
        this.number = number;
        this.precision = precision;
        this.m = m;
        this.n = n;
        this.k = k;
        this.least = least;
    }

    /** Those that multiply elements of that format on such a GPU faster than anything else does, the best one first. */
    static List<MatrixInstruction> of(GpuArchitecture architecture, Precision precision) {
        return Stream.of(NVIDIA_F64_TALL, NVIDIA_F64, NVIDIA_TF32, NVIDIA_BF16, NVIDIA_F16, AMD_F64)
                .filter(each -> each.precision == precision && each.isOf(architecture))
                .toList();
    }

    /** The one of that number. */
    static Optional<MatrixInstruction> find(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    private boolean isOf(GpuArchitecture architecture) {
        if (this == AMD_F64) {
            return architecture.vendor() == Vendor.AMD && F64_OF_AMD.contains(architecture.name());
        }
        Matcher sm = SM.matcher(architecture.name());
        return architecture.vendor() == Vendor.NVIDIA
                && sm.matches()
                && Integer.parseInt(sm.group(1)) >= least
                && (precision != Precision.F64 || F64_OF_NVIDIA.contains(architecture.name()));
    }

    /** As {@code mma.h} counts them. */
    int number() {
        return number;
    }

    /** Of its elements. */
    Precision precision() {
        return precision;
    }

    /** Rows of its result. */
    int m() {
        return m;
    }

    /** Columns of its result. */
    int n() {
        return n;
    }

    /** Depth in elements. */
    int k() {
        return k;
    }

    /** Work-items that issue it together. */
    int warp() {
        return this == AMD_F64 ? 64 : 32;
    }

    /** Elements of a word of local memory. */
    int perWord() {
        return precision == Precision.F16 || precision == Precision.BF16 ? 2 : 1;
    }
}
