package dev.santoku.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The caches that stand last before the memory.
 *
 * <p>Source: the Linux kernel's documentation, sysfs-devices-system-cpu.
 */
public final class LastLevelCache {
    /** A common size, for systems that do not tell. */
    public static final long USUAL_BYTES = 32L << 20;

    private LastLevelCache() {}

    /** Bytes of all of them together, on this machine. */
    public static long bytes() {
        return bytes(Path.of("/sys/devices/system/cpu"));
    }

    /**
     * Bytes of all of them together.
     *
     * @param processors the folder with an entry for each processor; where it tells nothing, {@link #USUAL_BYTES}
     */
    public static long bytes(Path processors) {
        // Of each level the caches, by those who share them: processors that share one show it all.
        TreeMap<Integer, Map<String, Long>> byLevel = new TreeMap<>();
        try (DirectoryStream<Path> cpus = Files.newDirectoryStream(processors, "cpu[0-9]*")) {
            for (Path cpu : cpus) {
                addCaches(cpu.resolve("cache"), byLevel);
            }
        } catch (IOException e) {
            return USUAL_BYTES;
        }
        return byLevel.isEmpty()
                ? USUAL_BYTES
                : byLevel.lastEntry().getValue().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    private static void addCaches(Path folder, Map<Integer, Map<String, Long>> byLevel) {
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(folder, "index[0-9]*")) {
            for (Path cache : caches) {
                int level = Integer.parseInt(text(cache.resolve("level")));
                String sharers = text(cache.resolve("shared_cpu_list"));
                long bytes = size(text(cache.resolve("size")));
                byLevel.computeIfAbsent(level, unused -> new HashMap<>()).put(sharers, bytes);
            }
        } catch (IOException | RuntimeException e) {
            // a processor that does not tell, as one that is offline
        }
    }

    /** {@code 32768K}, or M or G. */
    static long size(String text) {
        int shift = "KMG".indexOf(text.charAt(text.length() - 1)) + 1;
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        return Long.parseLong(digits) << (10 * shift);
    }

    static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
