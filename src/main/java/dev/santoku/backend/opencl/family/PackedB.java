package dev.santoku.backend.opencl.family;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A packed copy of B, as the first step of a plan makes it. Plans of products of the same B with equal ones can share it.
 *
 * @param scratch where it lies
 * @param step what makes it, without what tells only how the product itself is dealt out
 */
public record PackedB(Scratch scratch, KernelLaunch step) {
    /** Macros of {@code panel.cl} that {@code pack_b} does not read. */
    private static final Set<String> DEALING = Set.of("DOWN", "ACROSS", "BAND");

    /** Empty where the first step does anything else. */
    public static Optional<PackedB> of(LaunchPlan plan) {
        KernelLaunch first = plan.steps().get(0);
        List<Argument> arguments = first.arguments();
        if (plan.steps().size() == 1
                || !first.code().source().equals("panel")
                || !arguments.contains(Argument.of(LaunchPlan.B))) {
            return Optional.empty();
        }
        return plan.scratch().stream()
                .filter(scratch -> arguments.contains(Argument.of(scratch.name())))
                .map(scratch -> new PackedB(scratch, withoutDealing(first)))
                .findFirst();
    }

    private static KernelLaunch withoutDealing(KernelLaunch step) {
        TreeMap<String, Integer> macros = new TreeMap<>(step.code().macros());
        macros.keySet().removeAll(DEALING);
        KernelCode code =
                new KernelCode(step.code().source(), macros, step.code().flags());
        return new KernelLaunch(
                code,
                step.kernel(),
                step.groups(),
                step.groupItems(),
                step.localBytes(),
                step.arguments(),
                step.batch());
    }
}
