package dev.santoku.backend;

import dev.santoku.host.BatchGrant;
import dev.santoku.host.CpuTopology;

/**
 * What a user may choose when a multiplier is opened.
 *
 * @param threads how many threads a pool uses, at least 1
 * @param deviceMemory bytes of an OpenCL device's memory that products may take, at least 1: larger ones are computed in tiles;
 *     what the device has where it is {@link #ALL}
 */
public record OpenOptions(int threads, long deviceMemory) {
    /** All of a device's memory. */
    public static final long ALL = Long.MAX_VALUE;

    public OpenOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + ": at least 1");
        }
        if (deviceMemory < 1) {
            throw new IllegalArgumentException("device memory " + deviceMemory + ": at least 1 byte");
        }
    }

    /** With all memory of a device. */
    public OpenOptions(int threads) {
        this(threads, ALL);
    }

    /**
     * A thread for each core that this process may use: two threads of one core share the units that multiply. Affinity,
     * the limits of a container and what a batch system granted count. Where cores are not known, a thread for each processor.
     */
    public static OpenOptions defaults() {
        int processors = BatchGrant.usableProcessors();
        int cores = CpuTopology.ofThisMachine().physicalCores().orElse(processors);
        return new OpenOptions(Math.min(cores, processors));
    }
}
