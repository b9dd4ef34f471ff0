package dev.santoku.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * The caches of the processors that this process may run on, as Linux tells them.
 *
 * <p>Source: the Linux kernel's documentation, sysfs-devices-system-cpu.
 */
final class SysfsCaches {
    private static final int LEVELS = 3;

    private final Path processors;
    private final CpuTopology topology;

    /** @param root stands for {@code /} */
    SysfsCaches(Path root) {
        processors = root.resolve("sys/devices/system/cpu");
        topology = new CpuTopology(root);
    }

    /** The smallest share of a core at each level; empty where any processor of these does not tell its first two. */
    Optional<Caches> read() {
        BitSet allowed = topology.usableProcessors();
        long[] least = null;
        BitSet seen = new BitSet();
        for (int processor = allowed.nextSetBit(0); processor >= 0; processor = allowed.nextSetBit(processor + 1)) {
            if (seen.get(processor)) {
                continue; // of a core that was asked: its caches are the same
            }
            try {
                long[] shares = shares(processors.resolve("cpu" + processor).resolve("cache"), seen);
                least = least == null ? shares : smaller(least, shares);
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
        }
        return least == null ? Optional.empty() : Caches.of(least[1], least[2], least[3], Caches.Source.SYSFS);
    }

    /**
     * Bytes of a core at each level.
     *
     * @param seen gets the processors that share the core
     */
    private long[] shares(Path folder, BitSet seen) throws IOException {
        long[] bytes = new long[LEVELS + 1];
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(folder, "index[0-9]*")) {
            for (Path cache : caches) {
                int level = Integer.parseInt(LastLevelCache.text(cache.resolve("level")));
                if (level < bytes.length
                        && !LastLevelCache.text(cache.resolve("type")).equals("Instruction")) {
                    BitSet sharers = sharers(cache);
                    long size = LastLevelCache.size(LastLevelCache.text(cache.resolve("size")));
                    bytes[level] = level == LEVELS ? size : size / topology.cores(sharers);
                    if (level == 1) {
                        seen.or(sharers);
                    }
                }
            }
        }
        return bytes;
    }

    private static BitSet sharers(Path cache) throws IOException {
        Path list = cache.resolve("shared_cpu_list");
        return Files.exists(list) ? CpuTopology.numbers(LastLevelCache.text(list)) : new BitSet();
    }

    private static long[] smaller(long[] one, long[] other) {
        long[] smaller = new long[one.length];
        for (int level = 0; level < one.length; level++) {
            smaller[level] = Math.min(one[level], other[level]);
        }
        return smaller;
    }
}
