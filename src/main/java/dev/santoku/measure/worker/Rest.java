package dev.santoku.measure.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Waits until this process is at rest. Threads of native libraries spin for a while after a product, OpenBLAS's for a tenth
 * of a second, and would take a processor from whoever has the next turn.
 */
public final class Rest {
    private static final long WINDOW_MILLISECONDS = 2;
    private static final long MOST_MILLISECONDS = 250;

    /** Of one processor: less than this is no spinning thread. */
    private static final double QUIET_SHARE = 0.25;

    private final LongSupplier processorTime;

    /** Of this process. */
    public Rest() {
        this(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())::getProcessCpuTime);
    }

    /**
     * Of whatever the clock is of.
     *
     * @param processorTime nanoseconds, of all threads together; a negative number where unknown
     */
    Rest(LongSupplier processorTime) {
        this.processorTime = processorTime;
    }

    /**
     * Waits, a quarter of a second at most.
     *
     * @return whether the process is at rest
     */
    public boolean await() {
        long start = System.nanoTime();
        while ((System.nanoTime() - start) / 1_000_000 < MOST_MILLISECONDS) {
            long busyBefore = processorTime.getAsLong();
            long windowStart = System.nanoTime();
            try {
                Thread.sleep(WINDOW_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            long busy = processorTime.getAsLong() - busyBefore;
            if (busy < QUIET_SHARE * (System.nanoTime() - windowStart)) {
                return true;
            }
        }
        return false;
    }
}
