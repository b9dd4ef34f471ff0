package dev.santoku.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the objections of all families begin with. */
final class Spaces {
    private Spaces() {}

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
}
