package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import java.util.regex.Pattern;

/**
 * Parameters of {@code warp.cl} before anything was measured, by what compilers for each architecture make of the kernel: no
 * sum in memory, at least two groups on a multiprocessor, and as many multiply-adds among the instructions as that leaves.
 * {@code scripts/kernel-report.sh} prints these reports, {@code experiments/gpu-kernels.md} has those of what was not chosen.
 */
final class WarpDefaults {
    private static final Pattern RDNA = Pattern.compile("gfx1[0-9a-f]{3}");

    private WarpDefaults() {}

    static Parameters of(GpuArchitecture architecture, Precision precision) {
        return Parameters.parse("warp BAND=8 LANES_M=4 LANES_N=8 "
                + (precision == Precision.F64
                        ? "VECTOR=2 LOAD=2 BLOCK_K=8 PAD=2 WARPS_M=2 WARPS_N=2 " + f64(architecture)
                        : "VECTOR=4 LOAD=4 " + f32(architecture)));
    }

    /** Blocks of 128×128; of 64×128 on Intel's, or 128×128 with its large register file. */
    private static String f32(GpuArchitecture architecture) {
        return switch (architecture.vendor()) {
            // Two groups of 128 work-items with 128 sums each: what they read of local memory serves more
            // multiply-adds.
            case NVIDIA -> "WARPS_M=2 WARPS_N=2 ITEM_M=16 ITEM_N=8 BLOCK_K=8 PAD=4 UNROLL=8";
            // Half the local memory lets more waves run; unrolled, RDNA's compiler pairs nearly all multiply-adds.
            case AMD ->
                "WARPS_M=4 WARPS_N=2 ITEM_M=8 ITEM_N=8 BLOCK_K=8 PAD=4 UNROLL="
                        + (RDNA.matcher(architecture.name()).matches() ? 8 : 4);
            case INTEL ->
                "WARPS_M=4 WARPS_N=2 ITEM_N=8 BLOCK_K=16 PAD=4 UNROLL=2 ITEM_M=" + (isLarge(architecture) ? 8 : 4);
            case OTHER -> "WARPS_M=4 WARPS_N=2 ITEM_M=8 ITEM_N=8 BLOCK_K=16 PAD=4 UNROLL=2";
        };
    }

    /** Blocks of 64×64, half as deep, for groups of 128; of 32×64 where Intel's registers hold no more. */
    private static String f64(GpuArchitecture architecture) {
        return switch (architecture.vendor()) {
            case NVIDIA -> "ITEM_M=8 ITEM_N=4 UNROLL=1"; // at most 128 registers, so that four groups fit
            case AMD, OTHER -> "ITEM_M=8 ITEM_N=4 UNROLL=2";
            case INTEL -> "ITEM_N=4 UNROLL=2 ITEM_M=" + (isLarge(architecture) ? 8 : 4);
        };
    }

    /** Whether a thread has room for 64 sums of each of its work-items, which takes a subgroup of the right size, too. */
    private static boolean isLarge(GpuArchitecture architecture) {
        return architecture.hasLargeRegisterFile() && architecture.takesSubgroupSize();
    }
}
