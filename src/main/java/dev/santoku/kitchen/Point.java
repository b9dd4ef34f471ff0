package dev.santoku.kitchen;

/**
 * The time of a product of one size.
 *
 * @param size N of N×N×N
 * @param seconds end to end: upload, compute and download; the median of its samples
 */
public record Point(int size, double seconds) {}
