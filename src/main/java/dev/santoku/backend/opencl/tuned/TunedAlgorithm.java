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
 * none of this one's are.
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
    public synchronized boolean multiplies(DeviceLimits limits, Precision precision) {
        if (!precision.isReduced()) {
            return true;
        }
        return family.multiplies(limits, precision)
                && Boolean.TRUE.equals(tuning(limits, precision).proven());
    }

    private Tuning tuning(DeviceLimits limits, Precision precision) {
        return found.computeIfAbsent(
                precision, missing -> prover.prove(missing, List.of(family.serving(limits, missing))));
    }

    @Override
    public synchronized LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape) {
        Tuning tuning = tuning(limits, precision);
        return KernelFamilies.find(tuning.candidate().family())
                .orElseThrow()
                .plan(limits, precision, shape, Parameters.of(tuning.candidate()));
    }
}
