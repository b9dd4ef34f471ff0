package dev.santoku.host;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Measures caches by chasing pointers: each step reads where the next one leads, so a step takes as long as the cache
 * needs in which the set of all lines fits. Where steps become slower as the set grows, a cache ends.
 *
 * <p>The way through a set is random within 16 pages, and then goes on to the next 16. So prefetchers guess nothing, and the
 * addresses of pages are seldom looked up. The last cache belongs to others, too: what is found is the part that they left.
 *
 * <p>Source: L. McVoy, C. Staelin: lmbench, Portable Tools for Performance Analysis. USENIX 1996.
 */
final class CacheMeter {
    private static final int LINE_BYTES = 64;
    private static final int INTS = LINE_BYTES / Integer.BYTES;

    /** Lines of 16 pages of 4 KB: a few entries of the first cache of addresses. */
    private static final int LINES_AT_ONCE = 1024;

    private static final int LEAST_BYTES = 8 << 10;
    private static final int MOST_BYTES = 64 << 20;

    private static final int STEPS = 1000;
    private static final int WALKS = 15;

    /** Until the compilers are done with the loop. */
    private static final long WARM_UP_NANOS = 15_000_000;

    /** After so long no other try begins. */
    private static final long LONGEST_NANOS = 70_000_000;

    /** A step is so many times slower beyond a cache. */
    private static final double SLOWER = 1.5;

    private static final double MUCH_SLOWER = 1.9;

    /** The time of a step from within a cache to beyond it, at which the cache is full. */
    private static final double FULL = 0.6;

    /** From main memory no step is faster, and from a third level none is slower on an idle machine. */
    private static final double MEMORY_NANOS = 60;

    private int[] next = new int[0];
    private final TreeMap<Integer, Double> nanos = new TreeMap<>();

    private CacheMeter() {}

    /**
     * The caches of the core that runs this. Takes up to a tenth of a second; empty where what was found is impossible. The largest of
     * several tries counts: whatever else runs makes a cache look smaller, and nothing makes it look larger.
     */
    static Optional<Caches> measure() {
        CacheMeter meter = new CacheMeter();
        long end = System.nanoTime() + LONGEST_NANOS;
        meter.warmUp();
        Optional<Caches> largest = Optional.empty();
        do {
            meter.nanos.clear();
            Optional<Caches> found = find(meter::stepNanos);
            largest = Stream.concat(largest.stream(), found.stream()).reduce(Caches::larger);
        } while (System.nanoTime() < end);
        return largest;
    }

    /** Tells what a step takes. */
    interface Step {
        /** Nanoseconds of a step through so many bytes. */
        double nanos(int bytes);
    }

    /** The caches that such steps show. */
    static Optional<Caches> find(Step step) {
        double first = step.nanos(LEAST_BYTES);
        Level one = level(step, LEAST_BYTES, first);
        Level two = level(step, one.beyond(), one.nanosBeyond());
        if (one.endless() || two.endless()) {
            return Optional.empty();
        }
        Level three = two.nanosBeyond() > MEMORY_NANOS ? two : level(step, two.beyond(), two.nanosBeyond());
        return plausible(new Caches(one.bytes(), two.bytes(), three.bytes(), Caches.Source.MEASURED));
    }

    /** The same, if a processor can have such caches. */
    static Optional<Caches> plausible(Caches caches) {
        boolean can = caches.level1() >= 16 << 10
                && caches.level1() <= 256 << 10
                && caches.level2() > caches.level1()
                && caches.level2() <= 32 << 20
                && caches.level3() >= caches.level2()
                && caches.level3() <= MOST_BYTES;
        return can ? Optional.of(caches) : Optional.empty();
    }

    /**
     * A cache.
     *
     * @param bytes that it holds
     * @param beyond a size that it does not hold at all
     * @param nanosBeyond of a step there
     * @param endless whether all sizes fit
     */
    private record Level(int bytes, int beyond, double nanosBeyond, boolean endless) {}

    /**
     * The cache in which a size fits.
     *
     * @param within a size that fits
     * @param fast nanoseconds of a step there
     */
    private static Level level(Step step, int within, double fast) {
        double inside = fast;
        for (int bytes = larger(within); larger(bytes) <= MOST_BYTES; bytes = larger(bytes)) {
            double here = step.nanos(bytes);
            inside = Math.min(inside, here);
            if (here > SLOWER * inside && step.nanos(larger(bytes)) > MUCH_SLOWER * inside) {
                int beyond = larger(larger(bytes)) <= MOST_BYTES ? larger(larger(bytes)) : larger(bytes);
                double slow = step.nanos(beyond);
                int full = smaller(bytes);
                while (full < beyond && step.nanos(larger(full)) < inside + FULL * (slow - inside)) {
                    full = larger(full);
                }
                return new Level(full, beyond, slow, false);
            }
        }
        return new Level(MOST_BYTES, MOST_BYTES, fast, true);
    }

    /** Sizes are powers of two, and those halfway between. */
    private static int larger(int bytes) {
        return Integer.bitCount(bytes) == 1 ? bytes / 2 * 3 : bytes / 3 * 4;
    }

    private static int smaller(int bytes) {
        return Integer.bitCount(bytes) == 1 ? bytes / 4 * 3 : bytes / 3 * 2;
    }

    private void warmUp() {
        link(LEAST_BYTES / LINE_BYTES);
        long end = System.nanoTime() + WARM_UP_NANOS;
        int at = 0;
        while (System.nanoTime() < end) {
            at = walk(next, at);
        }
        require(at);
    }

    /** The median of some walks: a pause of the machine spoils one or two of them. */
    private double stepNanos(int bytes) {
        return nanos.computeIfAbsent(bytes, size -> {
            int at = link(size / LINE_BYTES);
            double[] walks = new double[WALKS];
            for (int i = 0; i < WALKS; i++) {
                long before = System.nanoTime();
                at = walk(next, at);
                walks[i] = (double) (System.nanoTime() - before) / STEPS;
            }
            require(at);
            Arrays.sort(walks);
            return walks[WALKS / 2];
        });
    }

    private static int walk(int[] next, int from) {
        int at = from;
        for (int i = 0; i < STEPS; i++) {
            at = next[at];
        }
        return at;
    }

    /** Has the compiler believe that the way's end is needed. */
    private void require(int at) {
        if (at < 0 || at >= next.length) {
            throw new IllegalStateException("a step led out of the array");
        }
    }

    /**
     * Links the first lines of {@link #next} to a ring, in the order of the walk, so that what fits a cache is there.
     *
     * @return where it begins
     */
    private int link(int lines) {
        if (next.length < lines * INTS) {
            next = new int[lines * INTS];
        }
        SplittableRandom random = new SplittableRandom(lines);
        int[] groups = order((lines - 1) / LINES_AT_ONCE + 1, random);
        int start = -1;
        int last = -1;
        for (int group : groups) {
            int first = group * LINES_AT_ONCE;
            for (int line : order(Math.min(LINES_AT_ONCE, lines - first), random)) {
                int at = (first + line) * INTS;
                if (last < 0) {
                    start = at;
                } else {
                    next[last] = at;
                }
                last = at;
            }
        }
        next[last] = start;
        return start;
    }

    /** 0 to count − 1, shuffled. */
    private static int[] order(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
