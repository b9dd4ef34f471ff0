package dev.santoku.run;

import java.util.OptionalDouble;

/**
 * How far a run has come.
 *
 * @param done cells that came to their end, whatever their outcome
 * @param cells of the whole run
 * @param halfWidth of the 95 % interval of the median that is settled least of those being sampled, 0.02 for ±2 %; empty
 *     while there are too few samples
 * @param secondsLeft a prediction from measured rates
 */
public record RunProgress(int done, int cells, OptionalDouble halfWidth, double secondsLeft) {}
