package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.TuningKey;

/**
 * What a {@link SelfTest} said of parameters.
 *
 * @param key the device, its driver and the precision
 * @param build what else the platform says of its version: PoCL's compiler, for one, is not part of its driver's
 * @param kernels the digest of the family's sources
 * @param fault what is wrong, in one line; null where nothing is
 */
public record SelfTestResult(TuningKey key, String build, String kernels, Candidate candidate, String fault) {
    /** Whether both are of the same parameters, device and kernels, whatever they say. */
    boolean isOfTheSame(SelfTestResult other) {
        return key.equals(other.key)
                && build.equals(other.build)
                && kernels.equals(other.kernels)
                && candidate.equals(other.candidate);
    }
}
