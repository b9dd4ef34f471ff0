package dev.santoku.result;

/**
 * A GPU that two drivers offer.
 *
 * @param device its id on the second route, by CUDA's driver
 * @param first its id on the first one, by OpenCL
 */
public record SecondRoute(String device, String first) {}
