package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import java.util.regex.Pattern;

/**
 * What work-groups share on a unit of a GPU: a multiprocessor, a compute unit, a Xe core. From the CUDA C++ Programming Guide
 * (technical specifications by compute capability), for AMD from LLVM (register files and waves in {@code occupancy-levels.ll}, local
 * memory in its AMDGPU usage) and ROCm's {@code hsakmt_get_vgpr_size_per_cu}, and from Intel's GPU Occupancy Calculator.
 *
 * @param registers of 32 bits and of one work-item each
 * @param mostOfItem registers that a work-item may have; more are kept in memory
 * @param overhead registers that a kernel takes besides its matrices' elements, as reports of the vendor's compiler show
 * @param localBytes local memory of all groups
 * @param reservedBytes of it, what each group takes besides its own
 * @param items that run at once at most
 */
record GpuUnit(int registers, int mostOfItem, int overhead, int localBytes, int reservedBytes, int items) {
    private static final Pattern RDNA = Pattern.compile("gfx1[0-2][0-9a-f]{2}");
    private static final Pattern LARGE_RDNA = Pattern.compile("gfx(1100|1101|1151|120[01])");
    private static final int KB = 1 << 10;
    private static final int SMALL_FILE = 128;

    static GpuUnit of(GpuArchitecture architecture) {
        return switch (architecture.vendor()) {
            case NVIDIA -> nvidia(architecture.name());
            case AMD -> amd(architecture.name());
            case INTEL -> intel(architecture, Math.max(8, architecture.width()), architecture.hasLargeRegisterFile());
            case OTHER -> new GpuUnit(64 * KB, 255, 30, 64 * KB, 0, 1024);
        };
    }

    private static GpuUnit nvidia(String name) {
        return switch (name) {
            case "sm_70", "sm_72" -> new GpuUnit(64 * KB, 255, 30, 96 * KB, 0, 2048);
            case "sm_75" -> new GpuUnit(64 * KB, 255, 30, 64 * KB, 0, 1024);
            case "sm_80" -> new GpuUnit(64 * KB, 255, 30, 164 * KB, KB, 2048);
            case "sm_87" -> new GpuUnit(64 * KB, 255, 30, 164 * KB, KB, 1536);
            case "sm_86", "sm_89", "sm_120" -> new GpuUnit(64 * KB, 255, 30, 100 * KB, KB, 1536);
            case "sm_90", "sm_100" -> new GpuUnit(64 * KB, 255, 30, 228 * KB, KB, 2048);
            default -> new GpuUnit(64 * KB, 255, 30, 96 * KB, KB, 1024);
        };
    }

    /** Four SIMDs of 64 lanes, or two of 32; addresses are in scalar registers. */
    private static GpuUnit amd(String name) {
        if (name.equals("gfx90a") || name.equals("gfx942")) {
            return new GpuUnit(128 * KB, 512, 12, 64 * KB, 0, 2048);
        } else if (LARGE_RDNA.matcher(name).matches()) {
            return new GpuUnit(96 * KB, 256, 12, 64 * KB, 0, 1024);
        } else if (RDNA.matcher(name).matches()) {
            return new GpuUnit(64 * KB, 256, 12, 64 * KB, 0, 1024);
        }
        return new GpuUnit(64 * KB, 256, 12, 64 * KB, 0, 2560);
    }

    /**
     * One of Intel's: seven or eight threads for each of eight or sixteen engines, whose registers a subgroup shares; half as many
     * where each has a large file.
     *
     * @param subgroup work-items of a thread
     */
    static GpuUnit intel(GpuArchitecture architecture, int subgroup, boolean largeFile) {
        int threads =
                switch (architecture.name()) {
                    case "skl", "icllp" -> 56;
                    case "tgllp" -> 112;
                    case "pvc", "xe2" -> 64;
                    default -> 128;
                };
        int lanes = threads == 64 ? 16 : 8;
        int localBytes = (threads % 7 == 0 ? 64 : 128) * KB;
        int most = (largeFile ? 2 : 1) * SMALL_FILE * lanes / subgroup;
        return new GpuUnit(
                threads * SMALL_FILE * lanes, most, 20, localBytes, 0, threads * subgroup / (largeFile ? 2 : 1));
    }

    /** The same where a work-item has no more registers. */
    GpuUnit withMostOfItem(int most) {
        return new GpuUnit(registers, Math.min(most, mostOfItem), overhead, localBytes, reservedBytes, items);
    }
}
