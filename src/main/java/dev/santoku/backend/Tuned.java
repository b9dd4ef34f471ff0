package dev.santoku.backend;

import dev.santoku.matrix.Shape;
import java.time.Instant;
import java.util.List;

/**
 * The fastest parameters that were found for a device.
 *
 * @param key the device, its driver and the precision
 * @param kernels the digest of the family's sources
 * @param candidate the fastest
 * @param at when they were found
 * @param sizes at which it was timed
 * @param gflops 10⁹ operations a second of its computing at the last of the sizes
 * @param tried how many candidates could be timed
 */
public record Tuned(
        TuningKey key, String kernels, Candidate candidate, Instant at, List<Shape> sizes, double gflops, int tried) {
    public Tuned {
        sizes = List.copyOf(sizes);
    }
}
