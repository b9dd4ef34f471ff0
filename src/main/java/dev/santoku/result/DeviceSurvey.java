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
    /** Whether there is something to search, and not only something to know. */
    public boolean canBeSearched() {
        return !survey.spaces().isEmpty();
    }

    /** The precision that it holds for. */
    public Precision precision() {
        return survey.key().precision();
    }
}
