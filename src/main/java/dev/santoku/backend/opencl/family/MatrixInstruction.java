package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The instructions of {@code mma.h} and {@code fragments.h}: a warp adds the product of an m×k and a k×n matrix to an m×n one; of
 * {@code fragments.h} a fragment, which may take several instructions. Of two for the same format the better one stands first.
 */
public enum MatrixInstruction {
    /** One of the machine's own on sm_90; on sm_100 the assembler makes four of the next one out of it. */
    NVIDIA_F64_TALL(2, Precision.F64, new Shape(16, 8, 8), 32, "sm_90"),
    /** On GPUs for data centres: others of NVIDIA's have next to no f64, whichever instruction asks for it. */
    NVIDIA_F64(1, Precision.F64, new Shape(8, 8, 4), 32, "sm_(80|90|100)"),
    NVIDIA_TF32(3, Precision.TF32, new Shape(16, 16, 8), 32, MatrixInstruction.SINCE_AMPERE),
    NVIDIA_BF16(4, Precision.BF16, new Shape(16, 16, 16), 32, MatrixInstruction.SINCE_AMPERE),
    NVIDIA_F16(5, Precision.F16, new Shape(16, 16, 16), 32, MatrixInstruction.SINCE_AMPERE),
    NVIDIA_I8(7, Precision.I8, new Shape(16, 16, 32), 32, MatrixInstruction.SINCE_AMPERE),
    TURING_F16(15, Precision.F16, new Shape(16, 16, 16), 32, "sm_75"),
    TURING_I8(17, Precision.I8, new Shape(16, 16, 32), 32, "sm_75"),
    AMD_F64(6, Precision.F64, new Shape(16, 16, 4), 64, "gfx(90a|942)"),
    CDNA_BF16(24, Precision.BF16, new Shape(16, 16, 32), 64, "gfx(90a|942)"),
    CDNA_F16(25, Precision.F16, new Shape(16, 16, 32), 64, "gfx(90a|942)"),
    CDNA2_I8(27, Precision.I8, new Shape(16, 16, 64), 64, "gfx90a"),
    CDNA3_I8(37, Precision.I8, new Shape(16, 16, 64), 64, "gfx942"),
    RDNA3_BF16(44, Precision.BF16, new Shape(16, 16, 16), 32, "gfx11[0-9a-f]{2}"),
    RDNA3_F16(45, Precision.F16, new Shape(16, 16, 16), 32, "gfx11[0-9a-f]{2}"),
    RDNA3_I8(47, Precision.I8, new Shape(16, 16, 32), 32, "gfx11[0-9a-f]{2}"),
    RDNA4_BF16(54, Precision.BF16, new Shape(16, 16, 16), 32, "gfx120[01]"),
    RDNA4_F16(55, Precision.F16, new Shape(16, 16, 16), 32, "gfx120[01]"),
    RDNA4_I8(57, Precision.I8, new Shape(16, 16, 32), 32, "gfx120[01]"),
    DG2_BF16(64, Precision.BF16, new Shape(8, 8, 16), 8, "dg2"),
    DG2_F16(65, Precision.F16, new Shape(8, 8, 16), 8, "dg2"),
    DG2_I8(67, Precision.I8, new Shape(8, 8, 32), 8, "dg2"),
    PVC_BF16(74, Precision.BF16, new Shape(8, 16, 16), 16, "pvc"),
    PVC_F16(75, Precision.F16, new Shape(8, 16, 16), 16, "pvc"),
    PVC_I8(77, Precision.I8, new Shape(8, 16, 32), 16, "pvc");

    /** What {@code fragments.h} numbers instructions by, below 8: sm_80, sm_75, CDNA, CDNA3, RDNA3, RDNA4, dg2, pvc. */
    private static final int SETS = 10;

    private static final int FIRST_OF_INTEL = 60;
    private static final String SINCE_AMPERE = "sm_(8|9|[0-9]{2})[0-9]";

    /** NVIDIA's on which no matrix instruction is faster: sm_90 has wgmma, sm_100 and its kin tcgen05, and of later ones nothing is known. */
    private static final Pattern NONE_FASTER = Pattern.compile("sm_(75|8[0-9]|12[01])");

    private static final String OF_INTEL = "cl_intel_subgroup_matrix_multiply_accumulate";
    private static final int UNIT_BITS = 128;

    private final int number;
    private final Precision precision;
    private final int m;
    private final int n;
    private final int k;
    private final int warp;
    private final Pattern architectures;

    /** @param architectures by their vendor's names, on which nothing else that kernels have here is faster */
    MatrixInstruction(int number, Precision precision, Shape shape, int warp, String architectures) {
        this.number = number;
        this.precision = precision;
        this.m = shape.m();
        this.n = shape.n();
        this.k = shape.k();
        this.warp = warp;
        this.architectures = Pattern.compile(architectures);
    }

    /** Those that multiply elements of that format on such a GPU faster than anything else here does, the best one first. */
    public static List<MatrixInstruction> of(GpuArchitecture architecture, Precision precision) {
        return Arrays.stream(values())
                .filter(each -> each.precision == precision && each.isOf(architecture))
                .toList();
    }

    /**
     * Whether the vendor's library may have an instruction for the format on such a GPU that is faster than these: a peak of these
     * is not the device's own. In f64 these are the machine's own.
     */
    public static boolean mayBeOutdone(GpuArchitecture architecture, Precision precision) {
        return precision.isReduced()
                && architecture.vendor() == GpuArchitecture.Vendor.NVIDIA
                && !of(architecture, precision).isEmpty()
                && !NONE_FASTER.matcher(architecture.name()).matches();
    }

    private boolean isOf(GpuArchitecture architecture) {
        return architectures.matcher(architecture.name()).matches()
                && (!isOfSubgroups()
                        || (architecture.takesSubgroupSize()
                                && architecture.width() == warp
                                && architecture.extensions().contains(OF_INTEL)));
    }

    /** The one of that number. */
    static Optional<MatrixInstruction> find(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** As {@code mma.h} and {@code fragments.h} count them. */
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
        return warp;
    }

    /** Whether a kernel must ask for subgroups of so many work-items. */
    public boolean isOfSubgroups() {
        return number >= FIRST_OF_INTEL;
    }

    /** Whether its matrices are packed before they are multiplied, by {@code packed.cl}. */
    boolean isPacked() {
        return precision.isReduced();
    }

    /** Whether such a GPU copies tiles to local memory while it computes. */
    boolean isCopiedTo() {
        return isPacked() && number < SETS;
    }

    /** Columns of B of which a packed unit has a part. */
    int columnsOfUnit() {
        return isOfSubgroups() ? 4 : 1;
    }

    /** Elements of a packed unit of 16 bytes. */
    int unit() {
        return switch (precision) {
            case I8 -> UNIT_BITS / Byte.SIZE;
            case BF16, F16 -> UNIT_BITS / Short.SIZE;
            default -> UNIT_BITS / Integer.SIZE;
        };
    }
}
