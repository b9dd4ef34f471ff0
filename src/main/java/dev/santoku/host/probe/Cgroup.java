package dev.santoku.host.probe;

import dev.santoku.host.CpuTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits that Linux control groups of either version set to this process: a container's, a service's or a batch
 * job's. A group's limit holds for all below it, so the smallest on the way up counts.
 *
 * <p>Source: the kernel's documentation, cgroup-v1 and cgroup-v2.
 */
final class Cgroup {
    /** Version 1 writes "no limit" as the largest multiple of the page size; no machine has that much. */
    private static final long UNLIMITED = 1L << 60;

    private final Path root;

    /** @param root stands for {@code /}; without control groups under it, nothing is limited */
    Cgroup(Path root) {
        this.root = root;
    }

    /** Bytes of memory that the process may use. */
    OptionalLong memoryBytes() {
        return groups("memory")
                .flatMap(group -> Stream.concat(
                        firstWord(group.resolve("memory.max")), firstWord(group.resolve("memory.limit_in_bytes"))))
                .filter(Cgroup::isNumber)
                .mapToLong(Long::parseLong)
                .filter(bytes -> bytes < UNLIMITED)
                .min();
    }

    /** Processors' worth of time that the process may use, such as 1.5. */
    OptionalDouble processors() {
        return groups("cpu")
                .flatMap(group -> Stream.concat(
                        share(group.resolve("cpu.max"), group.resolve("cpu.max")),
                        share(group.resolve("cpu.cfs_quota_us"), group.resolve("cpu.cfs_period_us"))))
                .mapToDouble(Double::doubleValue)
                .min();
    }

    /** How many processors the process may run on, which its affinity tells as well where nobody hides it. */
    OptionalInt cpuset() {
        return groups("cpuset")
                .flatMap(group -> Stream.of("cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus")
                        .flatMap(file -> firstWord(group.resolve(file)))
                        .limit(1))
                .filter(list -> list.matches("[0-9]{1,6}([,-][0-9]{1,6})*"))
                .mapToInt(list -> CpuTopology.numbers(list).cardinality())
                .min();
    }

    /** Quota over period: the first and the last word of the two files, which may be one. */
    private static Stream<Double> share(Path quotaFile, Path periodFile) {
        List<String> quota = words(quotaFile);
        List<String> period = words(periodFile);
        if (quota.isEmpty() || period.isEmpty() || !isNumber(quota.get(0))) {
            return Stream.empty(); // "max", or -1
        }
        String last = period.get(period.size() - 1);
        return isNumber(last) && !last.equals("0")
                ? Stream.of(Double.parseDouble(quota.get(0)) / Double.parseDouble(last))
                : Stream.empty();
    }

    /** The folders of the groups that this process is in, from its own upwards. */
    private Stream<Path> groups(String controller) {
        List<Path> groups = new ArrayList<>();
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3); // number:controllers:path
            if (fields.length == 3) {
                mounts(fields[1], controller).forEach(mount -> addWithParents(groups, mount, fields[2]));
            }
        }
        return groups.stream();
    }

    private Stream<Path> mounts(String controllers, String controller) {
        Path all = root.resolve("sys/fs/cgroup");
        if (controllers.isEmpty()) { // version 2, alone or beside version 1
            return Stream.of(all, all.resolve("unified"));
        }
        return List.of(controllers.split(",")).contains(controller)
                ? Stream.of(all.resolve(controllers), all.resolve(controller))
                : Stream.empty();
    }

    /**
     * A container may see the path that its host sees, while its own group is what is mounted: folders that are not
     * there are passed over.
     */
    private static void addWithParents(List<Path> groups, Path mount, String path) {
        Path group = mount.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
        while (group != null && group.startsWith(mount)) {
            groups.add(group);
            group = group.getParent();
        }
        groups.add(mount);
    }

    private static boolean isNumber(String word) {
        return word.matches("[0-9]{1,19}");
    }

    private static Stream<String> firstWord(Path file) {
        return words(file).stream().limit(1);
    }

    private static List<String> words(Path file) {
        return lines(file).stream()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
