package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are not this one, as their files would tell. */
class CpuTopologyTest {
    private static final String STATUS =
            "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t%s\nMems_allowed_list:\t0";

    @TempDir
    private Path root;

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
    }

    private void processor(int number, int socket, int core, String siblings) throws IOException {
        String topology = "sys/devices/system/cpu/cpu%d/topology/".formatted(number);
        file(topology + "physical_package_id", Integer.toString(socket));
        file(topology + "core_id", Integer.toString(core));
        file(topology + "thread_siblings_list", siblings);
    }

    private void online(int number, boolean online) throws IOException {
        file("sys/devices/system/cpu/cpu%d/online".formatted(number), online ? "1" : "0");
    }

    private void allowed(String list) throws IOException {
        file("proc/self/status", STATUS.formatted(list));
    }

    /** Two sockets of four cores of two threads, numbered as Linux does on servers: the second threads after all first ones. */
    private void twoSocketsWithSmt() throws IOException {
        for (int processor = 0; processor < 16; processor++) {
            int core = processor % 8;
            processor(processor, core / 4, core % 4, core + "," + (core + 8));
        }
    }

    private CpuTopology topology() {
        return new CpuTopology(root);
    }

    @Test
    void threadsOfACoreCountOnce() throws IOException {
        twoSocketsWithSmt();
        allowed("0-15");
        assertThat(topology().physicalCores()).hasValue(8);
        assertThat(topology().allowedProcessors().orElseThrow().cardinality()).isEqualTo(16);
    }

    @Test
    void cpusOutsideTheAffinityDoNotCount() throws IOException {
        twoSocketsWithSmt();
        allowed("0-2,8-9"); // cores 0 and 1 with both threads, core 2 with one
        assertThat(topology().physicalCores()).hasValue(3);
        allowed("3,4"); // neighbours on different sockets
        assertThat(topology().physicalCores()).hasValue(2);
        allowed("7,15");
        assertThat(topology().physicalCores()).hasValue(1);
    }

    @Test
    void coreNumbersBeginAnewInEachSocket() throws IOException {
        twoSocketsWithSmt();
        for (int processor = 0; processor < 16; processor++) {
            Files.delete(
                    root.resolve("sys/devices/system/cpu/cpu%d/topology/thread_siblings_list".formatted(processor)));
        }
        allowed("0-15");
        assertThat(topology().physicalCores()).hasValue(8);
    }

    @Test
    void offlineProcessorsDoNotCount() throws IOException {
        twoSocketsWithSmt();
        allowed("0-15");
        for (int processor = 8; processor < 16; processor++) {
            online(processor, false); // SMT switched off: the kernel's mask may still name them
        }
        assertThat(topology().physicalCores()).hasValue(8);
        online(3, false);
        online(2, true);
        assertThat(topology().physicalCores()).hasValue(7);
    }

    @Test
    void aMaskWiderThanTheMachineHarmsNothing() throws IOException {
        twoSocketsWithSmt();
        allowed("0-127");
        assertThat(topology().physicalCores()).hasValue(8);
    }

    @Test
    void withoutAnAffinityAllCount() throws IOException {
        twoSocketsWithSmt();
        assertThat(topology().physicalCores()).hasValue(8);
        assertThat(topology().allowedProcessors()).isEmpty();
    }

    @Test
    void aContainerThatHidesTheFilesIsUnknown() throws IOException {
        allowed("0-3");
        assertThat(topology().physicalCores()).isEmpty();
        file("sys/devices/system/cpu/cpu0/topology/core_id", "");
        file("sys/devices/system/cpu/cpu0/topology/physical_package_id", "0");
        assertThat(topology().physicalCores()).isEmpty();
    }

    @Test
    void nothingIsKnownElsewhere() {
        assertThat(topology().physicalCores()).isEmpty();
        assertThat(topology().allowedProcessors()).isEmpty();
    }

    @Test
    void readsTheAffinity() throws IOException {
        allowed("0-2,8,10-11");
        assertThat(topology().allowedProcessors())
                .contains(IntStream.of(0, 1, 2, 8, 10, 11).collect(BitSet::new, BitSet::set, BitSet::or));
    }

    @Test
    void theDefaultIsAThreadForEachUsableCore() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = OpenOptions.defaults().threads();
        assertThat(threads).isBetween(1, processors);
        CpuTopology.ofThisMachine().physicalCores().ifPresent(cores -> assertThat(threads)
                .isEqualTo(Math.min(cores, processors)));
    }

    @Test
    void nodesOfMemoryCountWhereTheirProcessorsMayBeUsed() throws IOException {
        assertThat(topology().memoryNodes()).as("nobody tells").isEqualTo(1);
        twoSocketsWithSmt();
        file("sys/devices/system/node/node0/cpulist", "0-3,8-11");
        file("sys/devices/system/node/node1/cpulist", "4-7,12-15");
        file("sys/devices/system/node/node2/cpulist", ""); // of memory alone
        allowed("0-15");
        assertThat(topology().memoryNodes()).isEqualTo(2);
        allowed("0-3");
        assertThat(topology().memoryNodes()).isEqualTo(1);
    }

    @Test
    void whereMemoryIsToLieIsReadFromTheProcessItself() throws IOException {
        assertThat(topology().isMemoryPlaced()).as("nobody tells").isFalse();
        file("proc/self/numa_maps", "00400000 default file=/usr/bin/java mapped=1 N0=1");
        assertThat(topology().isMemoryPlaced()).isFalse();
        file("proc/self/numa_maps", "00400000 interleave:0-1 file=/usr/bin/java mapped=1 N0=1");
        assertThat(topology().isMemoryPlaced()).isTrue();
    }
}
