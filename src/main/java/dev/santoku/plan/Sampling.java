package dev.santoku.plan;

import dev.santoku.backend.OpenOptions;
import java.time.Duration;

/**
 * How a run samples its cells.
 *
 * @param profile how much time a cell may take
 * @param budget for the whole run
 * @param seed draws inputs and the order of turns
 * @param launches JVMs that measure each cell, one after the other, at least 1
 * @param deviceMemory bytes that products may take of an OpenCL device's memory
 */
public record Sampling(SamplingProfile profile, Duration budget, long seed, int launches, long deviceMemory) {
    /** With all of the devices' memory. */
    public Sampling(SamplingProfile profile, Duration budget, long seed, int launches) {
        this(profile, budget, seed, launches, OpenOptions.ALL);
    }
}
