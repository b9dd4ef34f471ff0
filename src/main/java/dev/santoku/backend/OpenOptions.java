package dev.santoku.backend;

import dev.santoku.host.BatchGrant;
import dev.santoku.host.CpuTopology;

/**
 * What a user may choose when a multiplier is opened.
 *
 * @param threads how many threads a pool uses, at least 1
 */
public record OpenOptions(int threads) {
    public OpenOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + ": at least 1");
        }
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
