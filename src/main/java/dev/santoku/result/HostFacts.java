package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;

/**
 * The machine that a result was measured on: {@code host} in the result file, whose keys are the names of these
 * components. An unknown fact is null. Holds no host name, user, path or serial number.
 *
 * @param cpu its processor
 * @param memoryBytes what the process may use: the machine's memory, or the limit of its container
 * @param os name and version of the operating system
 * @param arch as Java names it: {@code amd64}, {@code aarch64} …
 * @param jdk what runs the benchmark
 * @param governor the policy that sets the clock; several, comma-separated, where the processors differ
 * @param turbo whether clocks above the nominal one are allowed
 * @param onBattery whether it runs on its battery; null where no power supply shows
 * @param virtualMachine whether a hypervisor stands between
 * @param limits what a container, service or batch job leaves of the machine
 * @param driverThreadsBound whether OpenCL drivers for CPUs are told to keep each of their threads on a processor of its own
 * @param warnings what disturbs measurements here, each in one line with what mends it
 */
public record HostFacts(
        Cpu cpu,
        Long memoryBytes,
        String os,
        String arch,
        Jdk jdk,
        String governor,
        Boolean turbo,
        Boolean onBattery,
        Boolean virtualMachine,
        Limits limits,
        Boolean driverThreadsBound,
        List<String> warnings) {

    private static final long MODEST_MEMORY = 4L << 30;

    public HostFacts {
        os = UntrustedText.name(os);
        arch = UntrustedText.name(arch);
        governor = UntrustedText.name(governor);
        warnings = List.copyOf(warnings);
    }

    /**
     * The processor.
     *
     * @param model its name
     * @param physicalCores those that the process may use, at most {@code logicalCores}
     * @param logicalCores those that the process may use, after affinity and quota
     * @param maxMHz the highest clock that its driver admits to
     * @param vectorBits the width of its vector registers
     * @param slowerProcessors how many of the logical ones are of a slower kind, such as efficiency cores
     * @param caches those that one core uses
     */
    public record Cpu(
            String model,
            Integer physicalCores,
            Integer logicalCores,
            Integer maxMHz,
            Integer vectorBits,
            Integer slowerProcessors,
            Caches caches) {
        public Cpu {
            model = UntrustedText.name(model);
        }
    }

    /**
     * Caches, in bytes; a level that is not there is null, too.
     *
     * @param level1 of data
     * @param level3 the last one, which cores share
     * @param source who told them, as {@link dev.santoku.host.Caches.Source#label}; null in files of older versions
     */
    public record Caches(
            Long level1, Long level2, Long level3, @JsonInclude(JsonInclude.Include.NON_NULL) String source) {
        public Caches {
            source = UntrustedText.name(source);
        }
    }

    /**
     * Limits of Linux control groups, of the affinity and of a batch system; each null where there is none, or unknown.
     *
     * @param processors worth of time that the process may use, such as 1.5
     * @param cpuset how many processors it may run on, where that is not all
     * @param memoryBytes of memory that it may use
     * @param granted processors that a batch system granted, which it may not enforce; left out of the file where there is none
     */
    public record Limits(
            Double processors,
            Integer cpuset,
            Long memoryBytes,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer granted) {}

    /** The Java runtime. */
    public record Jdk(String vendor, String version) {
        public Jdk {
            vendor = UntrustedText.name(vendor);
            version = UntrustedText.name(version);
        }
    }

    /** The same with other warnings. */
    public HostFacts withWarnings(List<String> others) {
        return new HostFacts(
                cpu,
                memoryBytes,
                os,
                arch,
                jdk,
                governor,
                turbo,
                onBattery,
                virtualMachine,
                limits,
                driverThreadsBound,
                others);
    }

    /** A machine of which nothing is known. */
    public static HostFacts unknown() {
        return new HostFacts(
                new Cpu(null, null, null, null, null, null, null),
                null,
                null,
                null,
                new Jdk(null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** Cores that the process may use; where they are not known, the logical processors, at least 1. */
    public int cores() {
        Integer known = cpu.physicalCores() == null ? cpu.logicalCores() : cpu.physicalCores();
        return known == null ? Runtime.getRuntime().availableProcessors() : known;
    }

    /** Bytes that matrices may be planned into; a modest figure where the memory is unknown. */
    public long usableMemory() {
        return memoryBytes == null ? MODEST_MEMORY : memoryBytes;
    }
}
