package dev.santoku.result;

import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;

/**
 * The parameters that a contender computed with, as the result file holds them.
 *
 * @param contender {@code backend:variant@device}
 * @param device the device's id
 */
public record KernelParameters(String contender, String device, Precision precision, Tuning tuning) {}
