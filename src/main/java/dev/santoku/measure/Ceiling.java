package dev.santoku.measure;

import dev.santoku.matrix.Precision;

/**
 * What a device can do at most, measured in the same run.
 *
 * @param threads that reached it; null for other devices than the CPU
 * @param gflops 10⁹ operations a second; a multiply-add is two
 * @param bandwidthGBs 10⁹ bytes a second of STREAM's triad; null where it could not be measured
 */
public record Ceiling(String device, Integer threads, Precision precision, double gflops, Double bandwidthGBs) {}
