package dev.santoku.host;

import dev.santoku.files.UserCache;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor.ProcessorCache;

/**
 * The caches that one core uses, in bytes: what blocks are cut to. Of a level that cores share, and that is not the last, a core
 * has its part. Where cores differ, these are the smallest.
 *
 * @param level1 of data
 * @param level2 of data, or of all
 * @param level3 shared with other cores; where there is none, level2
 * @param source who told them
 */
public record Caches(long level1, long level2, long level3, Source source) {
    /** What most processors of the last ten years have at least. */
    private static final Caches USUAL = new Caches(32 << 10, 256 << 10, 4 << 20, Source.ASSUMED);

    private static final int LEVELS = 3;

    /** What is taken where nothing tells them, in words. */
    public static String usualInWords() {
        return "%d KB, %d KB and %d MB".formatted(USUAL.level1 >> 10, USUAL.level2 >> 10, USUAL.level3 >> 20);
    }

    /** Who tells the sizes of caches, the best source first. */
    public enum Source {
        /** The files of the Linux kernel. */
        SYSFS,
        /** The library OSHI, which asks other systems. */
        OSHI,
        /** {@link CacheMeter}. */
        MEASURED,
        /** Nobody: what is usual. */
        ASSUMED;

        /** The name used in files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Caches as a caller tells them. */
    public Caches(long level1, long level2, long level3) {
        this(level1, level2, level3, Source.ASSUMED);
    }

    /** Those of this machine; where nothing tells them, measured ones; where they cannot be measured, usual ones. */
    public static Caches ofThisMachine() {
        return Holder.FOUND;
    }

    /** Found once in the life of a process. */
    private static final class Holder {
        private static final Caches FOUND = find();
    }

    private static Caches find() {
        // The kernel's files first: OSHI reads the same there, but takes a quarter of a second to start.
        return new SysfsCaches(Path.of("/"))
                .read()
                .or(Caches::fromOshi)
                .or(() -> new MeasuredCaches(
                                UserCache.folder().resolve("caches.properties"),
                                CpuModel.ofThisMachine(),
                                CacheMeter::measure)
                        .find())
                .orElse(USUAL);
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
        return of(bytes[1], bytes[2], bytes[3], Source.OSHI);
    }

    /** The larger of two at each level, both from the same source. */
    Caches larger(Caches other) {
        return new Caches(
                Math.max(level1, other.level1), Math.max(level2, other.level2), Math.max(level3, other.level3), source);
    }

    /** Empty without the first two levels. */
    static Optional<Caches> of(long level1, long level2, long level3, Source source) {
        return level1 > 0 && level2 > 0
                ? Optional.of(new Caches(level1, level2, Math.max(level2, level3), source))
                : Optional.empty();
    }
}
