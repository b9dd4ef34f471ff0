package dev.santoku.measure;

import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.List;

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
}
