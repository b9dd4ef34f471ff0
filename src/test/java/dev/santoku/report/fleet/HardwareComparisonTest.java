package dev.santoku.report.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.report.Results;
import dev.santoku.result.HostFacts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HardwareComparisonTest {
    private static final HostFacts HOST = Results.host(List.of());

    private static HostFacts host(String model, Integer cores, String jdk) {
        return host(model, cores, jdk, HOST.driverThreadsBound());
    }

    private static HostFacts host(String model, Integer cores, String jdk, Boolean bound) {
        return new HostFacts(
                new HostFacts.Cpu(model, cores, cores, null, 512, null, null),
                HOST.memoryBytes(),
                HOST.os(),
                HOST.arch(),
                new HostFacts.Jdk("Debian", jdk),
                null,
                null,
                null,
                true,
                null,
                bound,
                List.of());
    }

    private static Device gpu(String name, long memory, String driver) {
        Device gpu = Results.gpu();
        return new Device(
                "cl0",
                gpu.kind(),
                name,
                gpu.route(),
                gpu.platform(),
                driver,
                gpu.computeUnits(),
                memory,
                gpu.maxAllocationBytes(),
                gpu.precisions());
    }

    private static HardwareComparison hosts(HostFacts base, HostFacts now) {
        return HardwareComparison.of(base, List.of(), now, List.of(), Set.of("cpu"));
    }

    private static HardwareComparison devices(Device base, Device now, String... used) {
        return HardwareComparison.of(HOST, List.of(base), HOST, List.of(now), Set.of(used));
    }

    @Test
    void theSameMachineIsTheSame() {
        HardwareComparison same = hosts(HOST, HOST);
        assertThat(same.same()).isTrue();
        assertThat(same.notes()).isEmpty();
    }

    @Test
    void anotherProcessorOrFewerCoresAreOtherHardware() {
        assertThat(hosts(HOST, host("Apple M4", 2, "17.0.15")).differences())
                .containsExactly("CPU: AMD EPYC 9B14 → Apple M4");
        assertThat(hosts(HOST, host("AMD EPYC 9B14", 1, "17.0.15")).differences())
                .containsExactly("cores: 2 → 1", "logical processors: 2 → 1");
    }

    @Test
    void anotherJdkIsANote() {
        HardwareComparison other = hosts(HOST, host("AMD EPYC 9B14", 2, "25.0.1"));
        assertThat(other.same()).isTrue();
        assertThat(other.notes()).containsExactly("JDK: 17.0.15 → 25.0.1");
    }

    @Test
    void threadsThatAreNoLongerBoundAreANote() {
        HostFacts unbound = host("AMD EPYC 9B14", 2, "17.0.15", false);
        List<Device> devices = List.of(Results.gpu());
        HardwareComparison other = HardwareComparison.of(HOST, devices, unbound, devices, Set.of("cl0"));
        assertThat(other.same()).isTrue();
        assertThat(other.notes()).containsExactly("threads of OpenCL drivers bound: true → false");
        assertThat(HardwareComparison.of(HOST, devices, unbound, devices, Set.of("cpu"))
                        .notes())
                .as("no OpenCL device is compared")
                .isEmpty();
    }

    @Test
    void whatIsUnknownIsNoDifferenceButSaid() {
        HardwareComparison unknown = hosts(HOST, host(null, 2, "17.0.15"));
        assertThat(unknown.same()).isTrue();
        assertThat(unknown.notes()).containsExactly("CPU: unknown in one of them");
    }

    @Test
    void aDeviceIsItsKindNameUnitsAndMemory() {
        Device small = gpu("A100", 40L << 30, "1");
        assertThat(devices(small, gpu("H200", 40L << 30, "1"), "cl0").differences())
                .containsExactly("cl0: GPU A100 → GPU H200");
        assertThat(devices(small, gpu("A100", 80L << 30, "1"), "cl0").differences())
                .containsExactly("cl0's memory: 40.0 GB → 80.0 GB");
        HardwareComparison driver = devices(small, gpu("A100", 40L << 30, "2"), "cl0");
        assertThat(driver.same()).isTrue();
        assertThat(driver.notes()).containsExactly("cl0's driver: 1 → 2");
    }

    @Test
    void aDeviceThatIsNotComparedDoesNotMatter() {
        assertThat(devices(gpu("A100", 1, "1"), gpu("H200", 2, "2"), "cpu").same())
                .isTrue();
    }
}
