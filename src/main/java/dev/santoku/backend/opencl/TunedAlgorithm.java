package dev.santoku.backend.opencl;

import dev.santoku.backend.TuningKey;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A family with the best parameters that are known for one device, in each precision. Not thread-safe. */
final class TunedAlgorithm implements Algorithm {
    private final KernelFamily family;
    private final KnownParameters known;
    private final Function<Precision, TuningKey> keys;
    private final Limits deviceLimits;
    private final Map<Precision, Parameters> found = new EnumMap<>(Precision.class);

    /**
     * Looks up nothing yet.
     *
     * @param keys of the device
     * @param deviceLimits what the parameters are chosen for; a kernel may tighten them
     */
    TunedAlgorithm(
            KernelFamily family, KnownParameters known, Function<Precision, TuningKey> keys, Limits deviceLimits) {
        this.family = family;
        this.known = known;
        this.keys = keys;
        this.deviceLimits = deviceLimits;
    }

    @Override
    public Plan fit(Limits limits, Precision precision, Shape shape) {
        return family.plan(limits, precision, shape, found.computeIfAbsent(precision, this::find));
    }

    private Parameters find(Precision precision) {
        return Parameters.of(
                known.find(keys.apply(precision), deviceLimits, List.of(family)).candidate());
    }
}
