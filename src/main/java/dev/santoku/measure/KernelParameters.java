package dev.santoku.measure;

import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters that a contender computed with, as the result file holds them.
 *
 * @param contender {@code backend:variant@device}
 * @param device the device's id
 */
public record KernelParameters(String contender, String device, Precision precision, Tuning tuning) {
    /** Of all contenders of a plan whose kernels can be tuned. */
    public static List<KernelParameters> of(Plan plan, Machine machine) {
        List<KernelParameters> used = new ArrayList<>();
        for (Contender contender : plan.contenders()) {
            for (Precision precision : plan.precisions()) {
                machine.survey(contender.backend(), contender.device(), precision)
                        .map(survey -> survey.survey().known().get(contender.variant()))
                        .ifPresent(tuning -> used.add(
                                new KernelParameters(contender.toString(), contender.device(), precision, tuning)));
            }
        }
        return used;
    }

    /** Digests of the kernels' sources of all contenders of a plan whose kernels can be tuned, by contender. */
    static Map<String, String> digests(Plan plan, Machine machine) {
        Map<String, String> digests = new TreeMap<>();
        for (Contender contender : plan.contenders()) {
            machine.surveys().stream()
                    .filter(survey -> survey.backend().equals(contender.backend())
                            && survey.device().equals(contender.device()))
                    .flatMap(survey -> survey.survey().spaces().stream())
                    .filter(space -> space.family().equals(contender.variant()))
                    .forEach(space -> digests.put(contender.toString(), space.kernels()));
        }
        return digests;
    }
}
