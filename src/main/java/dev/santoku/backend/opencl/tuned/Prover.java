package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import java.lang.System.Logger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Finds the parameters that a device computes right with: the best known ones, unless they fail a {@link SelfTest}. */
public final class Prover {
    private static final Logger LOG = System.getLogger(Prover.class.getName());

    private final Device device;
    private final DeviceLimits limits;
    private final KnownParameters known;
    private final Function<Precision, TuningKey> keys;
    private final BiFunction<KernelFamily, Parameters, Multiplier> opener;

    /**
     * Tests nothing yet.
     *
     * @param keys of the device
     * @param opener opens the device with these parameters
     */
    public Prover(
            Device device,
            DeviceLimits limits,
            KnownParameters known,
            Function<Precision, TuningKey> keys,
            BiFunction<KernelFamily, Parameters, Multiplier> opener) {
        this.device = device;
        this.limits = limits;
        this.known = known;
        this.keys = keys;
        this.opener = opener;
    }

    /** The nearest known parameters of these families that are right here; the very first where none are. */
    public Tuning prove(Precision precision, List<KernelFamily> families) {
        TuningKey key = keys.apply(precision);
        Tuning tuning = known.find(key, limits, families);
        while (tuning.proven() == null) {
            Candidate candidate = tuning.candidate();
            Optional<String> fault = test(precision, candidate);
            known.tested(key, candidate, fault);
            fault.ifPresent(reason -> LOG.log(
                    Logger.Level.WARNING,
                    "not used on %s: %s computes wrong products with its driver, %s"
                            .formatted(device.name(), candidate, reason)));
            tuning = known.find(key, limits, families);
        }
        return tuning;
    }

    private Optional<String> test(Precision precision, Candidate candidate) {
        KernelFamily family = KernelFamilies.find(candidate.family()).orElseThrow();
        Parameters parameters = Parameters.of(candidate);
        try (Multiplier multiplier = opener.apply(family, parameters)) {
            return SelfTest.fault(multiplier, precision, family.testShapes(limits, precision, parameters));
        }
    }
}
