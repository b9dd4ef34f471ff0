package dev.santoku.backend.cpu.peak;

import dev.santoku.backend.cpu.threads.Team;
import java.util.OptionalDouble;

/**
 * The memory bandwidth of a team, by the triad of STREAM: {@code a[i] = b[i] + s·c[i]} over arrays that no cache holds,
 * each member on its own part of them. A pass counts 24 bytes for each i, as STREAM does: b and c read, a written. That
 * the processor may read a before it writes it is not counted.
 *
 * <p>Source: J. McCalpin, Memory Bandwidth and Machine Balance in Current High Performance Computers, IEEE TCCA
 * Newsletter, 1995.
 */
public final class Triad {
    private static final int ARRAYS = 3;

    /** STREAM's rule: each array at least four times as large as all last-level caches together. */
    private static final long CACHES_PER_ARRAY = 4;

    /** Where memory is short: what is read again was last touched this many caches ago. */
    private static final long LEAST_CACHES = 3;

    private static final long LEAST_BYTES = 64L << 20;
    private static final long MOST_BYTES = 1L << 30;
    private static final double SHARE_OF_FREE_HEAP = 0.5;

    private static final int LEAST_PASSES = 5;
    private static final int MOST_PASSES = 40;
    private static final double SECONDS = 0.15;

    /** Elements of one call: a method that is called often is compiled in the first pass. */
    private static final int CHUNK = 4096;

    private static final double SCALAR = 3;

    private final Team team;
    private final long cacheBytes;

    /** @param cacheBytes of all last-level caches together */
    public Triad(Team team, long cacheBytes) {
        this.team = team;
        this.cacheBytes = cacheBytes;
    }

    /** 10⁹ bytes a second of all members together, the best pass; empty where the heap has no room for large arrays. */
    public OptionalDouble gigabytesPerSecond() {
        System.gc(); // what earlier products left behind would pass for taken
        long bytes = bytes(freeHeap());
        if (bytes < LEAST_CACHES * cacheBytes) {
            return OptionalDouble.empty();
        }
        int length = (int) (bytes / ARRAYS / Double.BYTES / team.size() / CHUNK * CHUNK);
        return length == 0 ? OptionalDouble.empty() : measure(length);
    }

    /** Bytes of all arrays together. */
    private long bytes(long freeHeap) {
        long wanted = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, ARRAYS * CACHES_PER_ARRAY * cacheBytes));
        return Math.min(wanted, (long) (SHARE_OF_FREE_HEAP * freeHeap));
    }

    private static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private OptionalDouble measure(int length) {
        Part[] parts = new Part[team.size()];
        Together together = new Together(team);
        together.seconds(member -> parts[member] = Part.ofLength(length)); // memory near to whom it belongs
        for (Part part : parts) {
            if (part.a.length == 0) {
                return OptionalDouble.empty();
            }
        }
        double bytes = (double) ARRAYS * Double.BYTES * length * parts.length;
        double best = 0;
        long start = System.nanoTime();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            best = Math.max(best, bytes / together.seconds(member -> parts[member].pass(SCALAR)));
            if (pass >= LEAST_PASSES && System.nanoTime() - start > SECONDS * 1e9) {
                break;
            }
        }
        return OptionalDouble.of(best / 1e9);
    }

    /** The part of the arrays that one member has to itself. */
    public static final class Part {
        private final double[] a;
        private final double[] b;
        private final double[] c;

        /** b counts up from 0, c is 1 throughout. */
        public Part(int length) {
            a = new double[length];
            b = new double[length];
            c = new double[length];
            for (int i = 0; i < length; i++) {
                b[i] = i;
                c[i] = 1;
            }
        }

        /** Empty where there is no memory: a bandwidth that stays unknown is no reason to end. */
        static Part ofLength(int length) {
            try {
                return new Part(length);
            } catch (OutOfMemoryError e) {
                return new Part(0);
            }
        }

        /** a[i], for tests. */
        public double at(int i) {
            return a[i];
        }

        /** Overwrites a. */
        public void pass(double scalar) {
            for (int from = 0; from < a.length; from += CHUNK) {
                triad(a, b, c, scalar, from, Math.min(a.length, from + CHUNK));
            }
        }

        private static void triad(double[] a, double[] b, double[] c, double scalar, int from, int to) {
            for (int i = from; i < to; i++) {
                a[i] = b[i] + scalar * c[i];
            }
        }
    }
}
