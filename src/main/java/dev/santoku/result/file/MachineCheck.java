package dev.santoku.result.file;

import dev.santoku.backend.Device;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.HostFacts;
import dev.santoku.result.RunResult;
import dev.santoku.untrusted.Plausible;
import java.util.stream.Stream;

/** What the machine of a result must be; see {@link ResultCheck}. */
final class MachineCheck {
    /** Bits of a vector register: the longest that an architecture provides for has 2¹⁶. */
    private static final double MOST_BITS = 1 << 16;

    private static final double ABSOLUTE_ZERO = -273.15;
    private static final double MOST_MEASURED = 1e6;

    private MachineCheck() {}

    static void check(RunResult result) throws RefusedFileException {
        ResultCheck.require(result.host() != null, "host is missing");
        ResultCheck.require(result.host().cpu() != null, "host/cpu is missing");
        ResultCheck.require(result.host().jdk() != null, "host/jdk is missing");
        check(result.host());
        check(result.host().cpu());
        for (Device device : result.devices()) {
            check(device);
        }
        for (GpuFacts gpu : result.gpus()) {
            check(gpu);
        }
    }

    private static void check(HostFacts host) throws RefusedFileException {
        ResultCheck.require(PlausibleNumbers.isUnknownOrBytes(host.memoryBytes()), "host/memoryBytes is impossible");
        HostFacts.Limits limits = host.limits();
        ResultCheck.require(
                limits == null
                        || (PlausibleNumbers.isUnknownOrPositive(limits.processors())
                                && PlausibleNumbers.isUnknownOrProcessors(limits.cpuset())
                                && PlausibleNumbers.isUnknownOrProcessors(limits.granted())
                                && PlausibleNumbers.isUnknownOrBytes(limits.memoryBytes())),
                "host/limits are impossible");
    }

    private static void check(HostFacts.Cpu cpu) throws RefusedFileException {
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrProcessors(cpu.physicalCores())
                        && PlausibleNumbers.isUnknownOrProcessors(cpu.logicalCores())
                        && PlausibleNumbers.isUnknownOrWithin(cpu.slowerProcessors(), 0, Plausible.MOST_PROCESSORS),
                "host/cpu has an impossible number of cores");
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrWithin(cpu.maxMHz(), 0, Plausible.MOST_MHZ),
                "host/cpu/maxMHz is impossible");
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrWithin(cpu.vectorBits(), 1, MOST_BITS),
                "host/cpu/vectorBits is impossible");
        HostFacts.Caches caches = cpu.caches();
        ResultCheck.require(
                caches == null
                        || Stream.of(caches.level1(), caches.level2(), caches.level3())
                                .allMatch(PlausibleNumbers::isUnknownOrBytes),
                "host/cpu/caches are impossible");
    }

    private static void check(Device device) throws RefusedFileException {
        ResultCheck.require(
                device.id() != null && device.kind() != null && device.name() != null,
                "a device has no id, kind or name");
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrProcessors(device.computeUnits())
                        && PlausibleNumbers.isUnknownOrBytes(device.memoryBytes())
                        && PlausibleNumbers.isUnknownOrBytes(device.maxAllocationBytes()),
                "a device has impossible units or memory");
    }

    private static void check(GpuFacts gpu) throws RefusedFileException {
        ResultCheck.require(
                Stream.of(gpu.before(), gpu.after()).allMatch(state -> state == null || canBe(state)),
                "a state of a GPU is impossible");
        ResultCheck.require(
                gpu.slowedSeconds() == null
                        || gpu.slowedSeconds().values().stream()
                                .allMatch(seconds -> seconds != null && PlausibleNumbers.isDuration(seconds)),
                "a time in which a GPU was slowed is impossible");
    }

    private static boolean canBe(GpuState state) {
        return Stream.of(state.smClockMHz(), state.smClockMaxMHz(), state.memoryClockMHz(), state.memoryClockMaxMHz())
                        .allMatch(clock -> PlausibleNumbers.isUnknownOrWithin(clock, 0, Plausible.MOST_MHZ))
                && PlausibleNumbers.isUnknownOrWithin(state.temperatureC(), ABSOLUTE_ZERO, MOST_MEASURED)
                && PlausibleNumbers.isUnknownOrWithin(state.powerWatts(), 0, MOST_MEASURED)
                && PlausibleNumbers.isUnknownOrWithin(state.powerLimitWatts(), 0, MOST_MEASURED)
                && PlausibleNumbers.isUnknownOrWithin(state.otherProcesses(), 0, Integer.MAX_VALUE);
    }
}
