package dev.santoku.backend.cpu.kernel;

import dev.santoku.matrix.Precision;

/** Knows how products are to be cut. */
public interface ParameterSource {
    /**
     * The parameters to compute with.
     *
     * @param vectorBits width of the vectors that kernels use
     * @param defaults where nothing was found out
     */
    CpuParameters parameters(Precision precision, int vectorBits, CpuParameters defaults);
}
