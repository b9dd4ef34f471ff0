/**
 * Micro-kernels and the FMA ceiling on the Vector API. This package alone uses the module {@code jdk.incubator.vector};
 * {@code backend.cpu} finds it by name, so that everything else runs without.
 */
package dev.santoku.backend.cpu.vector;
