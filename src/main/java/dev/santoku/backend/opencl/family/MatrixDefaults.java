package dev.santoku.backend.opencl.family;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Parameters of {@code matrix.cl} and {@code packed.cl} before anything was measured, by what compilers for each architecture make
 * of the kernels, and those worth trying. {@code scripts/kernel-report.sh} prints these reports, {@code
 * experiments/gpu-kernels.md} has those of what was not chosen.
 */
final class MatrixDefaults {
    private MatrixDefaults() {}

    /** No sum in memory, and two groups on a multiprocessor or two waves on a SIMD. */
    static Parameters of(MatrixInstruction instruction) {
        return Parameters.parse("matrix BAND=8 NATIVE=1 INSTRUCTION=%d WARPS_M=2 ".formatted(instruction.number())
                + switch (instruction) {
                    case NVIDIA_F64, NVIDIA_F64_TALL ->
                        "WARPS_N=2 WARP_M=64 WARP_N=32 BLOCK_K=8 LOAD=2 PAD_A=4 PAD_B=4";
                    case AMD_F64 -> "WARPS_N=2 WARP_M=32 WARP_N=64 BLOCK_K=8 LOAD=2 PAD_A=2 PAD_B=0";
                    case NVIDIA_TF32, NVIDIA_BF16, NVIDIA_F16, NVIDIA_I8 ->
                        "WARPS_N=2 WARP_M=64 WARP_N=64 UNITS=4 STAGES=3";
                    case TURING_F16, TURING_I8, CDNA_BF16, CDNA_F16, CDNA2_I8, CDNA3_I8 ->
                        "WARPS_N=2 WARP_M=64 WARP_N=64 UNITS=4 STAGES=2";
                    case RDNA3_BF16, RDNA3_F16, RDNA3_I8, RDNA4_BF16, RDNA4_F16, RDNA4_I8 ->
                        "WARPS_N=4 WARP_M=64 WARP_N=32 UNITS=4 STAGES=2";
                    case DG2_BF16, DG2_F16 -> "WARPS_N=4 WARP_M=32 WARP_N=24 UNITS=4 STAGES=2";
                    case DG2_I8 -> "WARPS_N=4 WARP_M=32 WARP_N=16 UNITS=4 STAGES=2";
                    case PVC_BF16, PVC_F16 -> "WARPS_N=4 WARP_M=32 WARP_N=48 UNITS=4 STAGES=2";
                    case PVC_I8 -> "WARPS_N=4 WARP_M=32 WARP_N=32 UNITS=4 STAGES=2";
                });
    }

    /** What can be varied where one of these instructions multiplies. */
    static List<Dimension> space(List<MatrixInstruction> instructions) {
        MatrixInstruction first = instructions.get(0);
        Dimension numbers = new Dimension(
                "INSTRUCTION",
                instructions.stream().map(MatrixInstruction::number).sorted().toList());
        Dimension always = Dimension.of("NATIVE", 1);
        Dimension warpsM = Dimension.of("WARPS_M", 1, 2, 4);
        Dimension warpsN = Dimension.of("WARPS_N", 1, 2, 4);
        Dimension warpM = Dimension.of("WARP_M", 16, 32, 64);
        Dimension warpN =
                first.isOfSubgroups() ? Dimension.of("WARP_N", 16, 24, 32, 48, 64) : Dimension.of("WARP_N", 16, 32, 64);
        Dimension band = Dimension.of("BAND", 1, 4, 8, 16);
        if (!first.isPacked()) {
            return List.of(
                    numbers,
                    always,
                    warpsM,
                    warpsN,
                    warpM,
                    warpN,
                    Dimension.of("BLOCK_K", 8, 16),
                    Dimension.of("LOAD", 2),
                    Dimension.of("PAD_A", 2, 4),
                    Dimension.of("PAD_B", 0, 4),
                    band);
        }
        int units = first.k() / first.unit();
        return List.of(
                numbers,
                always,
                warpsM,
                warpsN,
                warpM,
                warpN,
                new Dimension(
                        "UNITS",
                        IntStream.of(2, 4, 8)
                                .filter(each -> each >= units)
                                .boxed()
                                .toList()),
                first.isCopiedTo() ? Dimension.of("STAGES", 2, 3, 4) : Dimension.of("STAGES", 2),
                band);
    }
}
