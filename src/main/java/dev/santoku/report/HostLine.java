package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.host.Caches;
import dev.santoku.matrix.Precision;
import dev.santoku.result.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A computer or a device in one line; what is unknown is left out. */
public final class HostLine {
    private HostLine() {}

    /** {@code cpu  AMD EPYC 9B14, 2 cores, 24.0 GB, 512-bit vectors}. */
    public static String of(HostFacts host) {
        HostFacts.Cpu cpu = host.cpu();
        return "cpu  "
                + joined(
                        cpu.model() == null ? "unknown processor" : cpu.model(),
                        cores(cpu),
                        host.memoryBytes() == null ? null : Units.bytes(host.memoryBytes()),
                        cpu.vectorBits() == null ? null : cpu.vectorBits() + "-bit vectors",
                        host.os(),
                        host.jdk().version() == null
                                ? null
                                : "JDK " + host.jdk().version());
    }

    private static String cores(HostFacts.Cpu cpu) {
        if (cpu.logicalCores() == null) {
            return null;
        }
        return cpu.physicalCores() == null || cpu.physicalCores().equals(cpu.logicalCores())
                ? cpu.logicalCores() + (cpu.logicalCores() == 1 ? " core" : " cores")
                : "%d cores, %d threads".formatted(cpu.physicalCores(), cpu.logicalCores());
    }

    /** Facts that no one line has room for. */
    public static List<String> details(HostFacts host) {
        List<String> lines = new ArrayList<>();
        Optional.ofNullable(caches(host.cpu().caches())).ifPresent(lines::add);
        Optional.ofNullable(limits(host.limits())).ifPresent(lines::add);
        return lines;
    }

    /** {@code caches: 48 KB, 2 MB, 32 MB}. */
    private static String caches(HostFacts.Caches caches) {
        if (caches == null) {
            return null;
        }
        String sizes = Stream.of(caches.level1(), caches.level2(), caches.level3())
                .filter(Objects::nonNull)
                .map(bytes -> bytes < 1 << 20 ? (bytes >> 10) + " KB" : Units.bytes(bytes))
                .collect(Collectors.joining(", "));
        return sizes.isEmpty()
                ? null
                : "caches of a core: " + sizes + (isCertain(caches) ? "" : " (%s)".formatted(caches.source()));
    }

    /** Whether the system tells them, or a file of an older version, which knew no other source. */
    private static boolean isCertain(HostFacts.Caches caches) {
        return caches.source() == null
                || caches.source().equals(Caches.Source.SYSFS.label())
                || caches.source().equals(Caches.Source.OSHI.label());
    }

    /** {@code limited to 1.50 processors' time, 4 processors, 8.00 GB}. */
    private static String limits(HostFacts.Limits limits) {
        if (limits == null) {
            return null;
        }
        String all = Stream.of(
                        limits.processors() == null
                                ? null
                                : "CPU time of %s processors".formatted(Units.significant(limits.processors())),
                        limits.cpuset() == null ? null : Units.counted(limits.cpuset(), "processor"),
                        limits.granted() == null ? null : Units.counted(limits.granted(), "granted processor"),
                        limits.memoryBytes() == null ? null : Units.bytes(limits.memoryBytes()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? null : "limited by a container, service or batch job: " + all;
    }

    /** On how many threads {@code pool} runs unless told otherwise, and whether cores run several. */
    public static String pool(HostFacts host) {
        Integer cores = host.cpu().physicalCores();
        Integer processors = host.cpu().logicalCores();
        String threads = "the pool uses %s".formatted(Units.threads(host.cores()));
        if (cores == null || processors == null) {
            return threads + ", one per processor, since cores are unknown; --threads changes it";
        } else if (cores.equals(processors)) {
            return threads + ", one per core";
        }
        return threads
                + ", one per core, though cores run several (SMT): --threads %d,%d compares with all %d"
                        .formatted(cores, processors, processors);
    }

    /** {@code cl0  GPU NVIDIA H200, 132 units, 139 GB, f32 f64, NVIDIA CUDA, driver 570.1}. */
    public static String of(Device device) {
        return device.id() + "  "
                + joined(
                        device.kind() + " " + device.name(),
                        device.computeUnits() == null ? null : Units.counted(device.computeUnits(), "unit"),
                        device.memoryBytes() == null ? null : Units.bytes(device.memoryBytes()),
                        device.precisions().stream().map(Precision::label).collect(Collectors.joining(" ")),
                        device.platform(),
                        device.driver() == null ? null : "driver " + device.driver());
    }

    private static String joined(String... facts) {
        return Stream.of(facts).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }
}
