package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import java.util.List;

/**
 * A processor that products run on, as its driver describes it.
 *
 * @param id {@code cpu}, or {@code cl0}, {@code cl1} … counted over platforms and their devices in the loader's order
 * @param kind what it is; an OpenCL driver for the CPU is a CPU
 * @param name the driver's name for it
 * @param route {@code java} or {@code opencl}
 * @param platform the OpenCL platform, or null
 * @param driver the driver's version, or null
 * @param computeUnits logical processors, compute units, multiprocessors; null where unknown
 * @param memoryBytes memory it can use, null where unknown
 * @param maxAllocationBytes the largest single buffer, null where unknown
 * @param precisions what it can compute in
 */
public record Device(
        String id,
        Kind kind,
        String name,
        String route,
        String platform,
        String driver,
        Integer computeUnits,
        Long memoryBytes,
        Long maxAllocationBytes,
        List<Precision> precisions) {

    /** The kinds of processor. */
    public enum Kind {
        CPU,
        GPU,
        ACCELERATOR
    }

    public Device {
        precisions = List.copyOf(precisions);
    }

    /** The processors that this Java virtual machine may use. */
    public static Device cpu() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Device(
                "cpu",
                Kind.CPU,
                "%s, %d logical processor%s"
                        .formatted(System.getProperty("os.arch"), processors, processors == 1 ? "" : "s"),
                "java",
                null,
                null,
                processors,
                null,
                null,
                List.of(Precision.values()));
    }
}
