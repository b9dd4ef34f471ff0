package dev.santoku.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor.ProcessorCache;

/**
 * The caches that one core uses, in bytes: what blocks are cut to.
 *
 * @param level1 of data
 * @param level2 of data, or of all
 * @param level3 shared with other cores; where there is none, level2
 */
public record Caches(long level1, long level2, long level3) {
    /** What most processors of the last ten years have at least. */
    private static final Caches USUAL = new Caches(32 << 10, 256 << 10, 4 << 20);

    private static final int LEVELS = 3;

    /** What is taken where nothing tells them. */
    public static String usualInWords() {
        return "%d KB, %d KB and %d MB".formatted(USUAL.level1 >> 10, USUAL.level2 >> 10, USUAL.level3 >> 20);
    }

    /** Those of this machine; where nothing tells them, usual ones. */
    public static Caches ofThisMachine() {
        // The kernel's files first: OSHI reads the same there, but takes a quarter of a second to start.
        return fromKernel(Path.of("/sys/devices/system/cpu/cpu0/cache"))
                .or(Caches::fromOshi)
                .orElse(USUAL);
    }

    /**
     * As Linux tells them (documentation of sysfs-devices-system-cpu).
     *
     * @param folder with an entry for each cache of a core
     */
    static Optional<Caches> fromKernel(Path folder) {
        long[] bytes = new long[LEVELS + 1];
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(folder, "index[0-9]*")) {
            for (Path cache : caches) {
                int level = Integer.parseInt(LastLevelCache.text(cache.resolve("level")));
                if (level < bytes.length
                        && !LastLevelCache.text(cache.resolve("type")).equals("Instruction")) {
                    bytes[level] = LastLevelCache.size(LastLevelCache.text(cache.resolve("size")));
                }
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        return of(bytes);
    }

    private static Optional<Caches> fromOshi() {
        long[] bytes = new long[LEVELS + 1];
        try {
            for (ProcessorCache cache :
                    new SystemInfo().getHardware().getProcessor().getProcessorCaches()) {
                if (cache.getLevel() < bytes.length && cache.getType() != ProcessorCache.Type.INSTRUCTION) {
                    bytes[cache.getLevel()] = cache.getCacheSize();
                }
            }
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
        return of(bytes);
    }

    private static Optional<Caches> of(long[] bytes) {
        return bytes[1] > 0 && bytes[2] > 0
                ? Optional.of(new Caches(bytes[1], bytes[2], Math.max(bytes[2], bytes[3])))
                : Optional.empty();
    }
}
