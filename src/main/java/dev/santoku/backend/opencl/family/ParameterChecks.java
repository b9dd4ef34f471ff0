package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the objections of all families begin with. */
final class ParameterChecks {
    private ParameterChecks() {}

    /** Why the parameters are none of a family's: another family, a name too many or missing, a value below 0. */
    static Optional<String> objection(KernelFamily family, List<Dimension> space, Parameters parameters) {
        if (!parameters.family().equals(family.id())) {
            return Optional.of("parameters of %s are none of %s".formatted(parameters.family(), family.id()));
        }
        TreeSet<String> names = space.stream().map(Dimension::name).collect(Collectors.toCollection(TreeSet::new));
        if (!parameters.values().keySet().equals(names)) {
            return Optional.of("%s takes %s, not %s"
                    .formatted(family.id(), names, parameters.values().keySet()));
        }
        return parameters.values().values().stream().anyMatch(value -> value < 0)
                ? Optional.of(parameters + ": below 0")
                : Optional.empty();
    }

    /** Why a device without a compiler has no kernels with these parameters. */
    static Optional<String> notKept(
            KernelFamily family, DeviceLimits limits, Precision precision, Parameters parameters) {
        boolean kept = limits.compiles()
                || Stream.concat(Stream.of(family.shipped(limits, precision)), family.alternatives(limits, precision))
                        .anyMatch(parameters::equals);
        return kept ? Optional.empty() : Optional.of(parameters + " is not compiled ahead");
    }

    /** Why a parameter does not lie within bounds, both included. */
    static Optional<String> outside(Parameters parameters, String name, int least, int most) {
        int value = parameters.get(name);
        return value < least || value > most
                ? Optional.of("%s: %s must be %d to %d".formatted(parameters, name, least, most))
                : Optional.empty();
    }

    /** Why a parameter is no width of a vector. */
    static Optional<String> noVector(Parameters parameters, String name) {
        return List.of(1, 2, 4, 8, 16).contains(parameters.get(name))
                ? Optional.empty()
                : Optional.of("%s: %s must be 1, 2, 4, 8 or 16".formatted(parameters, name));
    }

    /** Why a parameter is no multiple of another, which is at least 1. */
    static Optional<String> noMultiple(Parameters parameters, String name, String of) {
        return parameters.get(name) % parameters.get(of) == 0
                ? Optional.empty()
                : Optional.of("%s: %s must be a multiple of %s".formatted(parameters, name, of));
    }

    /** Why a device cannot hold a group of so many work-items that takes so much local memory. */
    static Optional<String> tooLarge(DeviceLimits limits, int groupItems, long localBytes) {
        if (groupItems > limits.groupItems()) {
            return Optional.of(
                    "groups of %d work-items where %d are allowed".formatted(groupItems, limits.groupItems()));
        }
        return localBytes > limits.memory().localBytes()
                ? Optional.of("%d bytes of local memory where there are %d"
                        .formatted(localBytes, limits.memory().localBytes()))
                : Optional.empty();
    }
}
