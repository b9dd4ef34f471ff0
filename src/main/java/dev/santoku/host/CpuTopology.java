package dev.santoku.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import oshi.SystemInfo;

/**
 * Which logical processors this process may run on, and on how many cores they sit, as Linux tells it. On other systems,
 * and in containers that hide these files, nothing is known.
 *
 * <p>Source: the Linux kernel's documentation, cputopology and sysfs-devices-system-cpu.
 */
public final class CpuTopology {
    private final Path root;

    /** @param root stands for {@code /} */
    public CpuTopology(Path root) {
        this.root = root;
    }

    /** That of this machine. */
    public static CpuTopology ofThisMachine() {
        return new CpuTopology(Path.of("/"));
    }

    /** The logical processors that this process may run on, by number: its affinity, as a batch system or container set it. */
    public Optional<BitSet> allowedProcessors() {
        return read(root.resolve("proc/self/status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .findFirst())
                .map(line -> numbers(line.substring(line.indexOf(':') + 1).strip()));
    }

    /** The logical processors that the system uses, by number. */
    Optional<BitSet> onlineProcessors() {
        return read(processors().resolve("online")).map(CpuTopology::numbers);
    }

    /** The allowed processors; where nobody tells, all that are there. */
    BitSet usableProcessors() {
        BitSet usable = allowedProcessors().orElseGet(this::presentProcessors);
        onlineProcessors().ifPresent(usable::and);
        return usable;
    }

    /** How many cores the allowed processors that are online sit on: those that share a core (SMT) count once. */
    public OptionalInt physicalCores() {
        int cores = coresOf(allowedProcessors().orElseGet(this::presentProcessors));
        return cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores);
    }

    /** How many nodes of memory (NUMA) the allowed processors belong to; where nobody tells, 1. */
    public int memoryNodes() {
        BitSet usable = usableProcessors();
        int nodes = 0;
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(root.resolve("sys/devices/system/node"), "node[0-9]*")) {
            for (Path node : entries) {
                nodes += read(node.resolve("cpulist"))
                                .filter(list -> numbers(list).intersects(usable))
                                .isPresent()
                        ? 1
                        : 0;
            }
        } catch (IOException | RuntimeException e) {
            return 1;
        }
        return Math.max(1, nodes);
    }

    /** Whether someone has already said where the memory of this process is to lie, by {@code numactl} or as a batch system. */
    public boolean isMemoryPlaced() {
        return read(root.resolve("proc/self/numa_maps"))
                .map(maps -> maps.lines().findFirst().orElse(""))
                .filter(first -> first.matches("[0-9a-f]+ (interleave|bind|prefer).*"))
                .isPresent();
    }

    /** How many cores some processors sit on, at least 1. */
    int cores(BitSet processors) {
        return Math.max(1, coresOf(processors));
    }

    private int coresOf(BitSet processors) {
        Set<String> cores = new HashSet<>();
        processors.stream().forEach(processor -> core(processor).ifPresent(cores::add));
        return cores.size();
    }

    /**
     * A name that only the processors of one core have: who is in it, or its number in its package. Numbers of cores
     * begin anew in each package.
     */
    private Optional<String> core(int processor) {
        Path folder = processors().resolve("cpu" + processor);
        if (read(folder.resolve("online")).equals(Optional.of("0"))) {
            return Optional.empty();
        }
        Path topology = folder.resolve("topology");
        return read(topology.resolve("thread_siblings_list")).or(() -> read(topology.resolve("physical_package_id"))
                .flatMap(socket -> read(topology.resolve("core_id")).map(core -> socket + ":" + core)));
    }

    private BitSet presentProcessors() {
        BitSet present = new BitSet();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(processors(), "cpu[0-9]*")) {
            entries.forEach(entry ->
                    present.set(Integer.parseInt(entry.getFileName().toString().substring("cpu".length()))));
        } catch (IOException | RuntimeException e) {
            return new BitSet();
        }
        return present;
    }

    private Path processors() {
        return root.resolve("sys/devices/system/cpu");
    }

    /** {@code 0-3,8}, as Linux writes a list of processors, as a set. */
    public static BitSet numbers(String list) {
        BitSet numbers = new BitSet();
        for (String range : list.split(",", -1)) {
            int[] ends = Arrays.stream(range.split("-", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            numbers.set(ends[0], ends[ends.length - 1] + 1);
        }
        return numbers;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Physical cores of the machine; {@link Integer#MAX_VALUE} where nobody knows. */
    public static int physicalCoresFromOshi() {
        try {
            return Math.max(1, new SystemInfo().getHardware().getProcessor().getPhysicalProcessorCount());
        } catch (RuntimeException | LinkageError e) {
            return Integer.MAX_VALUE;
        }
    }
}
