package dev.santoku.host.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.santoku.host.Caches;
import dev.santoku.result.HostFacts;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.LogicalProcessor;

class HostProbeTest {
    private static final HostFacts FACTS = HostProbe.read();

    @Test
    void tellsPlausibleFactsOfThisMachine() {
        int usable = Runtime.getRuntime().availableProcessors();
        assertThat(FACTS.cpu().model()).isNotBlank();
        assertThat(FACTS.cpu().logicalCores()).isEqualTo(usable);
        assertThat(FACTS.cpu().physicalCores()).isBetween(1, usable);
        assertThat(FACTS.cpu().vectorBits()).isIn(null, 128, 256, 512);
        assertThat(FACTS.memoryBytes()).isBetween(Runtime.getRuntime().maxMemory() / 4, 1L << 50);
        assertThat(FACTS.os()).isNotBlank();
        assertThat(FACTS.arch()).isEqualTo(System.getProperty("os.arch"));
        assertThat(FACTS.jdk().vendor()).isNotBlank();
        assertThat(FACTS.jdk().version())
                .startsWith(Integer.toString(Runtime.version().feature()));
        assertThat(FACTS.warnings())
                .allSatisfy(line -> assertThat(line).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void writesTheKeysOfTheResultFile() {
        JsonNode json = new ObjectMapper().valueToTree(FACTS);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "cpu",
                        "memoryBytes",
                        "os",
                        "arch",
                        "jdk",
                        "governor",
                        "turbo",
                        "onBattery",
                        "virtualMachine",
                        "limits",
                        "driverThreadsBound",
                        "warnings");
        assertThat(json.get("cpu").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model", "physicalCores", "logicalCores", "maxMHz", "vectorBits", "slowerProcessors", "caches");
        assertThat(json.get("jdk").fieldNames()).toIterable().containsExactlyInAnyOrder("vendor", "version");
    }

    @Test
    void comesBackFromJson() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readValue(mapper.writeValueAsString(FACTS), HostFacts.class))
                .isEqualTo(FACTS);
    }

    @Test
    void countsTheCoresThatTheProcessMayUse() {
        // Two sockets of two cores of two threads.
        List<LogicalProcessor> processors = IntStream.range(0, 8)
                .mapToObj(number -> new LogicalProcessor(number, number / 2 % 2, number / 4))
                .toList();
        assertThat(HostProbe.physicalCores(processors, Optional.empty())).isEqualTo(4);
        BitSet allowed = new BitSet();
        allowed.set(0, 2);
        assertThat(HostProbe.physicalCores(processors, Optional.of(allowed))).isEqualTo(1);
        allowed.set(6);
        assertThat(HostProbe.physicalCores(processors, Optional.of(allowed))).isEqualTo(2);
    }

    @Test
    void turnsAFailureIntoAnUnknown() {
        assertThat(HostProbe.<String>attempt(() -> {
                    throw new UnsatisfiedLinkError("libudev.so.1");
                }))
                .isNull();
        assertThat(HostProbe.<String>attempt(() -> List.<String>of().get(0))).isNull();
        assertThat(HostProbe.attempt(() -> "known")).isEqualTo("known");
    }

    @Test
    void warnsOfWhatDisturbs() {
        assertThat(HostWarnings.ofMachine("performance", false, OptionalDouble.empty(), 8))
                .isEmpty();
        assertThat(HostWarnings.ofMachine(null, null, OptionalDouble.of(8), 8)).isEmpty();
        assertThat(HostWarnings.ofMachine("powersave", true, OptionalDouble.of(1.5), 8))
                .containsExactly(
                        "the CPU governor is powersave, so the clock follows the load: "
                                + "sudo cpupower frequency-set -g performance",
                        "the machine runs on its battery, so the clock may be held down: plug it in",
                        "a quota of 1.50 of 8 processors stops the process within every period: "
                                + "start the container with --cpus=8, or raise CPUQuota of the service");
    }

    @Test
    void neverTellsMoreProcessorsThanAnyLimitLeaves() {
        assertThat(HostProbe.usable(64, null, OptionalDouble.empty())).isEqualTo(64);
        assertThat(HostProbe.usable(64, 4, OptionalDouble.empty())).isEqualTo(4);
        assertThat(HostProbe.usable(64, 64, OptionalDouble.of(3.2))).isEqualTo(4);
        assertThat(HostProbe.usable(64, 8, OptionalDouble.of(0.5))).isEqualTo(1);
        assertThat(HostProbe.usable(4, 64, OptionalDouble.of(64))).isEqualTo(4);
    }

    @Test
    void warnsOfClocksThatDiffer() {
        LinuxHost.Turbo on = new LinuxHost.Turbo(true, "mend it");
        BitSet allowed = BitSet.valueOf(new long[] {0b1111_0011});
        assertThat(HostWarnings.ofClocks(on, BitSet.valueOf(new long[] {0b1100_0000}), allowed))
                .containsExactly(
                        "turbo is on, so the clock follows heat and the number of busy cores: mend it",
                        "2 of 6 processors are of a slower kind: taskset -c 0,1,4,5 scripts/compare.sh keeps to the others");
        assertThat(HostWarnings.ofClocks(new LinuxHost.Turbo(false, "mend it"), new BitSet(), allowed))
                .isEmpty();
        assertThat(HostWarnings.ofClocks(null, allowed, allowed))
                .as("all are slow alike")
                .isEmpty();
        assertThat(HostWarnings.ofClocks(null, null, null)).isEmpty();
    }

    @Test
    void namesTheSystemInOneLine() {
        assertThat(HostProbe.operatingSystem("Debian GNU/Linux", "12", "bookworm", "6.1.0-18-amd64"))
                .isEqualTo("Debian GNU/Linux 12 (bookworm) 6.1.0");
        assertThat(HostProbe.operatingSystem("Arch Linux", "unknown", null, "6.9.1-of-somebody"))
                .isEqualTo("Arch Linux 6.9.1");
        assertThat(HostProbe.operatingSystem("Windows", "11", "", "22631")).isEqualTo("Windows 11 22631");
    }

    @Test
    void tidiesNames() {
        assertThat(HostProbe.known("  AMD   EPYC 9654 ")).isEqualTo("AMD EPYC 9654");
        assertThat(HostProbe.known("unknown")).isNull();
        assertThat(HostProbe.known(" ")).isNull();
        assertThat(HostProbe.known(null)).isNull();
    }

    @Test
    void tellsVirtualMachines() {
        assertThat(HostProbe.virtualMachine(List.of("flags : fpu sse2 hypervisor"), "unknown unknown"))
                .isTrue();
        assertThat(HostProbe.virtualMachine(List.of("flags : fpu sse2"), "Dell Inc. PowerEdge"))
                .isFalse();
        assertThat(HostProbe.virtualMachine(List.of("flags : fpu sse2"), "Amazon EC2 c5.metal"))
                .isFalse();
        assertThat(HostProbe.virtualMachine(List.of("Features : asimd"), "Amazon EC2 m6g.large"))
                .isTrue();
        assertThat(HostProbe.virtualMachine(List.of("Features : asimd"), "QEMU KVM Virtual Machine"))
                .isTrue();
        assertThat(HostProbe.virtualMachine(List.of("hw.optional.neon: 1"), "Apple Inc. MacBookPro18,3"))
                .isFalse();
        assertThat(HostProbe.virtualMachine(List.of("Features : asimd"), "unknown unknown"))
                .isNull();
    }

    @Test
    void whatIsAssumedWithoutSys() {
        assertThat(HostWarnings.ofSys(true, Caches.Source.SYSFS)).isEmpty();
        assertThat(HostWarnings.ofSys(false, Caches.Source.ASSUMED))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("no /sys", "blocks are cut for caches of 32 KB, 256 KB and 4 MB: mount -t sysfs"));
        assertThat(HostWarnings.ofSys(false, Caches.Source.MEASURED))
                .singleElement()
                .satisfies(warning -> assertThat(warning).doesNotContain("caches"));
    }

    @Test
    void severalNodesOfMemoryAreNamedUnlessTheUserHasPlacedIt() {
        assertThat(HostWarnings.ofMemory(1, false)).isEmpty();
        assertThat(HostWarnings.ofMemory(2, true)).isEmpty();
        assertThat(HostWarnings.ofMemory(2, false))
                .containsExactly(
                        "memory is on 2 nodes (NUMA), and a matrix on that of the thread that made it: numactl --interleave=all scripts/compare.sh spreads it");
    }
}
