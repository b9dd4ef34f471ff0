package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.untrusted.Plausible;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Optional;

/**
 * A processor that products run on, as its driver describes it.
 *
 * @param id {@code cpu}, or {@code cl0}, {@code cl1} … counted over platforms and their devices in the loader's order, or {@code
 *     cuda0}, {@code cuda1} … by CUDA's numbers
 * @param kind what it is; an OpenCL driver for the CPU is a CPU
 * @param name the driver's name for it
 * @param route {@code java}, {@code opencl} or {@code cuda}; {@code hybrid} for several devices that are taken together, whose
 *     ids are then joined by {@code +}
 * @param platform the OpenCL platform, {@code CUDA}, or null
 * @param driver the driver's version, or null
 * @param computeUnits logical processors, compute units, multiprocessors; null where unknown
 * @param memoryBytes memory it can use, null where unknown
 * @param maxAllocationBytes the largest single buffer, null where unknown
 * @param precisions what it has arithmetic for; products in others are computed in f32
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
        name = UntrustedText.name(name);
        platform = UntrustedText.name(platform);
        driver = UntrustedText.name(driver);
        precisions = List.copyOf(precisions);
    }

    /**
     * What a driver says of a device that cannot be: with such a device nothing can be planned.
     *
     * @param computeUnits at least 1
     * @param memoryBytes at least 1
     * @param maxAllocationBytes at least 1
     */
    public static Optional<String> nonsense(long computeUnits, long memoryBytes, long maxAllocationBytes) {
        if (!Plausible.processors(computeUnits)) {
            return Optional.of("reports %d compute units".formatted(computeUnits));
        } else if (!Plausible.bytes(memoryBytes)) {
            return Optional.of("reports %d bytes of memory".formatted(memoryBytes));
        } else if (!Plausible.bytes(maxAllocationBytes)) {
            return Optional.of("reports buffers of up to %d bytes".formatted(maxAllocationBytes));
        }
        return Optional.empty();
    }

    /** Whether it is several devices that are taken together. */
    public boolean hasParts() {
        return route.equals("hybrid");
    }

    /** The same under another name. */
    public Device named(String other) {
        return new Device(
                id, kind, other, route, platform, driver, computeUnits, memoryBytes, maxAllocationBytes, precisions);
    }

    /** So many of its compute units, under an id of their own. */
    Device piece(String pieceId, int units) {
        return new Device(
                pieceId, kind, name, route, platform, driver, units, memoryBytes, maxAllocationBytes, precisions);
    }

    /** The processors that this JVM may use. */
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
                Precision.full());
    }
}
