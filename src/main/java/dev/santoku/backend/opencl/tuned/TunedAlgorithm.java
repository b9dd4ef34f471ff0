package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.Tuning;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A family with the best parameters that are known for one device and right there, in each precision; another family where
 * none of this one's are. Not thread-safe.
 */
public final class TunedAlgorithm implements Algorithm {
    private final KernelFamily family;
    private final Prover prover;
    private final Map<Precision, Tuning> found = new EnumMap<>(Precision.class);

    /** Looks up and tests nothing yet. */
    public TunedAlgorithm(KernelFamily family, Prover prover) {
        this.family = family;
        this.prover = prover;
    }

    @Override
    public LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape) {
        Tuning tuning = found.computeIfAbsent(precision, missing -> prover.prove(missing, List.of(family)));
        return KernelFamilies.find(tuning.candidate().family())
                .orElseThrow()
                .plan(limits, precision, shape, Parameters.of(tuning.candidate()));
    }
}
