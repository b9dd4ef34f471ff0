package dev.santoku.measure;

import dev.santoku.matrix.Precision;

/**
 * What a device can do at most, measured in the same run.
 *
 * @param threads that reached it; null for other devices than the CPU
 */
public record Ceiling(String device, Integer threads, Precision precision, double gflops, double bandwidthGBs) {}
