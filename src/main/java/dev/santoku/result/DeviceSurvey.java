package dev.santoku.result;

import dev.santoku.backend.Tunable;
import dev.santoku.matrix.Precision;

/**
 * What can be tuned on a device, in one precision.
 *
 * @param backend the back end's id
 * @param device the device's id
 */
public record DeviceSurvey(String backend, String device, Tunable.Survey survey) {
    /** The precision that it holds for. */
    public Precision precision() {
        return survey.key().precision();
    }
}
