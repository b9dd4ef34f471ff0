package dev.santoku.plan;

import java.time.Duration;

/**
 * How a run samples its cells.
 *
 * @param profile how much time a cell may take
 * @param budget for the whole run
 * @param seed draws inputs and the order of turns
 * @param launches JVMs that measure each cell, one after the other, at least 1
 */
public record Sampling(SamplingProfile profile, Duration budget, long seed, int launches) {}
