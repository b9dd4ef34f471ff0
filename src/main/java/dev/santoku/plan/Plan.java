package dev.santoku.plan;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Contender;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run is to measure.
 *
 * @param contenders those that can run here, each with its threads, in the order of the report
 * @param absent those asked for that cannot, each with its reason
 * @param precisions in order
 * @param shapes in order; empty to choose them by a first measured rate
 * @param threads numbers of threads that the pool is measured on, at least one
 * @param sampling how cells are sampled
 * @param selfCheck whether contenders stand in pairs, each beside itself, to see whether a difference comes out
 */
public record Plan(
        List<Contender> contenders,
        List<Absent> absent,
        List<Precision> precisions,
        Optional<List<Shape>> shapes,
        List<Integer> threads,
        Sampling sampling,
        boolean selfCheck) {

    public Plan {
        contenders = List.copyOf(contenders);
        absent = List.copyOf(absent);
        precisions = List.copyOf(precisions);
        threads = List.copyOf(threads);
        shapes = shapes.map(List::copyOf);
    }

    /** The same with each contender twice, one behind the other. */
    public Plan inPairs() {
        return new Plan(
                contenders.stream()
                        .flatMap(contender -> Stream.of(contender, contender))
                        .toList(),
                absent,
                precisions,
                shapes,
                threads,
                sampling,
                true);
    }

    /** The precisions whose kernels may compute these: those of a reduced one are its own, or f32's. */
    public Set<Precision> precisionsOfKernels() {
        return precisions.stream().flatMap(Plan::kernelsOf).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<Precision> kernelsOf(Precision precision) {
        return Stream.of(precision, precision.storage());
    }

    /** The parameters that contenders whose kernels can be tuned compute with. */
    public List<KernelParameters> parametersOn(Machine machine) {
        Set<KernelParameters> used = new LinkedHashSet<>();
        for (Contender contender : contenders) {
            for (Precision precision : precisions) {
                kernelsOf(precision)
                        .flatMap(kernels -> parametersOf(contender, kernels, machine).stream())
                        .findFirst()
                        .ifPresent(used::add);
            }
        }
        return List.copyOf(used);
    }

    private static Optional<KernelParameters> parametersOf(Contender contender, Precision kernels, Machine machine) {
        return machine.survey(contender.backend(), contender.device(), kernels)
                .map(survey -> survey.survey().known().get(contender.variant()))
                .map(tuning -> new KernelParameters(contender.toString(), contender.device(), kernels, tuning));
    }

    /** Digests of the kernels' sources of all contenders whose kernels can be tuned, by contender. */
    public Map<String, String> kernelDigestsOn(Machine machine) {
        Map<String, String> digests = new TreeMap<>();
        for (Contender contender : contenders) {
            machine.surveys().stream()
                    .filter(survey -> survey.backend().equals(contender.backend())
                            && survey.device().equals(contender.device()))
                    .flatMap(survey -> survey.survey().spaces().stream())
                    .filter(space -> space.family().equals(contender.variant()))
                    .forEach(space -> digests.put(contender.toString(), space.kernels()));
        }
        return digests;
    }

    /**
     * A contender that this machine cannot run.
     *
     * @param reason why not, with the cure
     * @param failed whether it was asked for by name and its back end broke, rather than being missing
     */
    public record Absent(Contender contender, boolean yardstick, String reason, boolean failed) {
        /** Something is missing. */
        public Absent(Contender contender, boolean yardstick, String reason) {
            this(contender, yardstick, reason, false);
        }

        public Outcome outcome() {
            return failed ? Outcome.FAILED : Outcome.SKIPPED;
        }
    }
}
