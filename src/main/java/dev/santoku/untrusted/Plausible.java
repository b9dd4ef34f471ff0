package dev.santoku.untrusted;

/** Whether a figure that somebody tells of a machine can be one; the limits lie far beyond all that is built. */
public final class Plausible {
    /** Processors, compute units, threads. */
    public static final long MOST_PROCESSORS = 1 << 20;

    /** Bytes of a memory, a buffer or a cache: a petabyte. */
    public static final long MOST_BYTES = 1L << 50;

    /** Megahertz of a clock. */
    public static final long MOST_MHZ = 100_000;

    private Plausible() {}

    /** At least one. */
    public static boolean processors(long count) {
        return count >= 1 && count <= MOST_PROCESSORS;
    }

    /** At least one. */
    public static boolean bytes(long bytes) {
        return bytes >= 1 && bytes <= MOST_BYTES;
    }

    /** A clock that runs. */
    public static boolean megahertz(long megahertz) {
        return megahertz >= 1 && megahertz <= MOST_MHZ;
    }
}
