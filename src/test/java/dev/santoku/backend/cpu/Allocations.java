package dev.santoku.backend.cpu;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that this thread and those of a pool allocate. */
final class Allocations {
    private static final int RUNS = 10;

    /** Until then C2 has compiled whatever it will, also on a slow and shared machine. */
    private static final long WARM_UP_NANOS = 120_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final String poolNames;

    /**
     * Counts for the thread that asks, and for helpers.
     *
     * @param poolNames what the helpers' names begin with
     */
    Allocations(String poolNames) {
        this.poolNames = poolNames;
    }

    /**
     * What ten runs allocate as soon as it is nothing; if that never happens, what they do at last.
     *
     * @param compiler waits until it has compiled what the runs have asked for; they would else take its cores away
     */
    long onceWarm(Runnable work, Runnable compiler) {
        long[] helpers = helpers();
        long start = System.nanoTime();
        long allocated;
        do {
            compiler.run();
            allocated = inSeveral(work, helpers);
        } while (allocated > 0 && System.nanoTime() - start < WARM_UP_NANOS);
        return allocated;
    }

    private long inSeveral(Runnable work, long[] helpers) {
        long byHelpers = sum(helpers);
        long byCaller = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < RUNS; run++) {
            work.run();
        }
        byCaller = threads.getCurrentThreadAllocatedBytes() - byCaller;
        return byCaller + sum(helpers) - byHelpers;
    }

    private long[] helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(poolNames))
                .mapToLong(Thread::getId)
                .toArray();
    }

    private long sum(long[] ids) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(ids)) {
            sum += Math.max(0, bytes); // −1 of a thread that has ended
        }
        return sum;
    }
}
