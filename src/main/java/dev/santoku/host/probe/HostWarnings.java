package dev.santoku.host.probe;

import dev.santoku.host.Caches;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What about a machine makes times doubtful, each line with what mends it. */
final class HostWarnings {
    private HostWarnings() {}

    /**
     * What disturbs measurements, each with what mends it.
     *
     * @param governor null where unknown
     * @param onBattery null where unknown
     * @param quota processors' worth of time that the process may use
     * @param processors how many processors it may run on
     */
    static List<String> ofMachine(String governor, Boolean onBattery, OptionalDouble quota, int processors) {
        List<String> warnings = new ArrayList<>();
        if (governor != null && !governor.equals("performance")) {
            warnings.add("the CPU governor is %s, so the clock follows the load: %s"
                    .formatted(governor, "sudo cpupower frequency-set -g performance"));
        }
        if (Boolean.TRUE.equals(onBattery)) {
            warnings.add("the machine runs on its battery, so the clock may be held down: plug it in");
        }
        if (quota.isPresent() && quota.getAsDouble() < processors) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "a quota of %.2f of %d processors stops the process within every period: "
                            + "start the container with --cpus=%d, or raise CPUQuota of the service",
                    quota.getAsDouble(),
                    processors,
                    processors));
        }
        return warnings;
    }

    /**
     * What makes clocks differ from moment to moment or from processor to processor.
     *
     * @param turbo null where unknown
     * @param slower processors of the slower kind; null where unknown
     * @param allowed processors that the process may run on; null where unknown
     */
    static List<String> ofClocks(LinuxHost.Turbo turbo, BitSet slower, BitSet allowed) {
        List<String> warnings = new ArrayList<>();
        if (turbo != null && turbo.on()) {
            warnings.add("turbo is on, so the clock follows heat and the number of busy cores: " + turbo.off());
        }
        if (slower != null && allowed != null && !slower.isEmpty() && slower.cardinality() < allowed.cardinality()) {
            BitSet faster = (BitSet) allowed.clone();
            faster.andNot(slower);
            warnings.add(
                    "%d of %d processors are of a slower kind: taskset -c %s scripts/compare.sh keeps to the others"
                            .formatted(
                                    slower.cardinality(),
                                    allowed.cardinality(),
                                    faster.stream().mapToObj(Integer::toString).collect(Collectors.joining(","))));
        }
        return warnings;
    }

    /**
     * What is assumed where the kernel's files about processors are closed.
     *
     * @param told whether they are there
     * @param source of the caches' sizes
     */
    static List<String> ofSys(boolean told, Caches.Source source) {
        if (told) {
            return List.of();
        }
        String assumed = source == Caches.Source.ASSUMED
                ? ", and blocks are cut for caches of %s".formatted(Caches.usualInWords())
                : "";
        return List.of(("no /sys/devices/system/cpu here, so clocks and slower cores are unknown%s: "
                        + "mount -t sysfs sysfs /sys, or start the container without hiding it")
                .formatted(assumed));
    }

    /**
     * What slows down reading matrices.
     *
     * @param nodes of memory that the processors belong to
     * @param placed whether the user has said where memory is to lie
     */
    static List<String> ofMemory(int nodes, boolean placed) {
        return nodes > 1 && !placed
                ? List.of(
                        "memory is on %d nodes (NUMA), and a matrix on that of the thread that made it: numactl --interleave=all scripts/compare.sh spreads it"
                                .formatted(nodes))
                : List.of();
    }
}
