package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The speeds of devices, as tuning found them; of the CPU that was not tuned, its peak. */
final class Rates {
    /** By this route devices compute in tiles what they cannot hold: more travels then, but while they compute. */
    private static final String TILED = "opencl";

    /** Ways that were measured: equal devices have equal ones. */
    private final Map<TuningKey, Optional<LinkCeiling>> links = new HashMap<>();

    /** Whether tuning found anything in this precision. Loads no native code. */
    static boolean areKnown(Backend backend, Precision precision) {
        return backend instanceof Tunable tunable
                && tunable.findings().stream().anyMatch(tuned -> tuned.key().precision() == precision);
    }

    /** The threads of the CPU. Opens the back end for some tens of milliseconds where they were not tuned. */
    static Optional<Rated> ofCpu(Backend backend, Device device, Precision precision) {
        OptionalDouble gflops = tuned(backend, device, precision)
                .map(found -> OptionalDouble.of(found.gflops()))
                .orElseGet(() -> peak(backend, device, precision));
        return gflops.isPresent()
                ? Optional.of(new Rated(device, gflops.getAsDouble(), Optional.empty()))
                : Optional.empty();
    }

    private static OptionalDouble peak(Backend backend, Device device, Precision precision) {
        try (Multiplier multiplier = open(backend, device)) {
            return multiplier.fmaCeiling(precision);
        }
    }

    private static Multiplier open(Backend backend, Device device) {
        return backend.open(device, backend.defaultVariant(device), OpenOptions.defaults());
    }

    /**
     * A device of its own memory, or a driver for the CPU. The way to it is measured, in some tenths of a second, where it is worth
     * knowing.
     *
     * @param shape that has to fit
     * @param most seconds that computing alone may take
     * @return empty where its speed is not known, or it is too slow, or too small and computes nothing in tiles
     */
    Optional<Rated> of(Backend backend, Device device, Shape shape, Precision precision, double most) {
        Optional<Tuned> found = tuned(backend, device, precision);
        if (found.isEmpty() || !(device.route().equals(TILED) || holds(device, shape, precision))) {
            return Optional.empty();
        }
        Rated withoutWay = new Rated(device, found.get().gflops(), Optional.empty());
        if (withoutWay.seconds(shape, precision) > most) {
            return Optional.empty();
        }
        try {
            return links.computeIfAbsent(found.get().key(), key -> link(backend, device))
                    .map(link -> new Rated(device, found.get().gflops(), Optional.of(link)));
        } catch (BackendException e) {
            return Optional.empty(); // it would refuse the product, too
        }
    }

    private static Optional<LinkCeiling> link(Backend backend, Device device) {
        try (Multiplier multiplier = open(backend, device)) {
            return multiplier.linkCeiling();
        }
    }

    private static boolean holds(Device device, Shape shape, Precision precision) {
        long largest =
                Math.max((long) shape.rows() * shape.k(), (long) shape.n() * Math.max(shape.rows(), shape.rowsOfB()));
        return (device.memoryBytes() == null || shape.bytes(precision) <= device.memoryBytes())
                && (device.maxAllocationBytes() == null || largest * precision.bytes() <= device.maxAllocationBytes());
    }

    /** What was found on this device, with its driver and these kernels, where that is what products are computed with. */
    private static Optional<Tuned> tuned(Backend backend, Device device, Precision precision) {
        if (!(backend instanceof Tunable tunable)) {
            return Optional.empty();
        }
        List<Tuned> findings = tunable.findings();
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        try {
            Tunable.Survey survey = tunable.survey(device, precision);
            return findings.stream()
                    .filter(tuned -> survey.today().source() == Tuning.Source.TUNED
                            && tuned.key().isSame(survey.key())
                            && tuned.candidate().equals(survey.today().candidate()))
                    .findFirst();
        } catch (BackendException e) {
            return Optional.empty(); // it computes in another precision, or not at all
        }
    }
}
