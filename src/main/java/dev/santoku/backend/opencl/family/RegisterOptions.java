package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of a kernel that its vendor's compiler takes, and the kernel's file does not know: how many registers a work-item or a
 * thread may have, and how many work-items a thread. Only devices whose compiler takes them have these parameters.
 */
final class RegisterOptions {
    /** Registers: of a work-item at most, 0 as the compiler likes (NVIDIA); of a thread (Intel). */
    static final String REGISTERS = "REGISTERS";

    /** Work-items of an Intel thread. */
    static final String SUBGROUP = "SUBGROUP";

    /** Two groups of 256 or four of 128 fit on a multiprocessor with 128; three of 128 with 168. */
    private static final Integer[] NVIDIA = {0, 128, 168};

    private static final int SMALL_FILE = 128;
    private static final int LARGE_FILE = 256;

    /** Half of what the small file holds; the other half holds what is added to them. */
    private static final long MOST_OF_SMALL_FILE = SMALL_FILE / 4 * Float.BYTES;

    private RegisterOptions() {}

    private static boolean takesMaximum(GpuArchitecture architecture) {
        return architecture.extensions().contains("cl_nv_compiler_options");
    }

    static List<Dimension> dimensions(GpuArchitecture architecture) {
        List<Dimension> dimensions = new ArrayList<>();
        if (architecture.takesSubgroupSize()) {
            dimensions.add(
                    architecture.width() == 16 ? Dimension.of(SUBGROUP, 16, 32) : Dimension.of(SUBGROUP, 8, 16, 32));
        }
        if (architecture.hasLargeRegisterFile()) {
            dimensions.add(Dimension.of(REGISTERS, SMALL_FILE, LARGE_FILE));
        } else if (takesMaximum(architecture)) {
            dimensions.add(Dimension.of(REGISTERS, NVIDIA));
        }
        return dimensions;
    }

    /** With what suits so many bytes of sums in a work-item. */
    static Parameters shipped(Parameters parameters, GpuArchitecture architecture, long bytesOfSums) {
        Parameters shipped =
                architecture.takesSubgroupSize() ? parameters.with(SUBGROUP, architecture.width()) : parameters;
        if (architecture.hasLargeRegisterFile()) {
            return shipped.with(REGISTERS, needsLargeFile(bytesOfSums) ? LARGE_FILE : SMALL_FILE);
        }
        return takesMaximum(architecture) ? shipped.with(REGISTERS, 0) : shipped;
    }

    /** The same where a compiler may not know how to give a thread more registers. */
    static Parameters withSmallFile(Parameters parameters) {
        return parameters.with(REGISTERS, SMALL_FILE);
    }

    static boolean needsLargeFile(long bytesOfSums) {
        return bytesOfSums > MOST_OF_SMALL_FILE;
    }

    /** What the compiler is given for them; the subgroup's size is a macro. */
    static List<String> flags(Parameters parameters, GpuArchitecture architecture) {
        int registers = parameters.values().getOrDefault(REGISTERS, 0);
        if (architecture.vendor() == GpuArchitecture.Vendor.INTEL) {
            return registers == LARGE_FILE ? List.of(KernelCode.LARGE_FILE) : List.of();
        }
        return registers == 0 ? List.of() : List.of("-cl-nv-maxrregcount=" + registers);
    }

    /** A unit of which a kernel uses so many registers. */
    static GpuUnit unit(Parameters parameters, GpuArchitecture architecture) {
        int registers = parameters.values().getOrDefault(REGISTERS, 0);
        if (architecture.vendor() != GpuArchitecture.Vendor.INTEL) {
            GpuUnit unit = GpuUnit.of(architecture);
            return registers == 0 ? unit : unit.withMostOfItem(registers);
        }
        int subgroup = parameters.values().getOrDefault(SUBGROUP, architecture.width());
        return GpuUnit.intel(architecture, Math.max(8, subgroup), registers == LARGE_FILE);
    }
}
