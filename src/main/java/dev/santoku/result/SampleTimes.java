package dev.santoku.result;

/**
 * The times of one sample, in seconds; where a product is quick, the mean of several in a row.
 *
 * @param endToEnd the three as measured in one go
 */
public record SampleTimes(double upload, double compute, double download, double endToEnd) {}
