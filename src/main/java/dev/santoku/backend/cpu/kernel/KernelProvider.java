package dev.santoku.backend.cpu.kernel;

/** The micro-kernels of one variant, for every precision. */
public interface KernelProvider {
    /** For f32. */
    MicroKernels<float[]> floats();

    /** For f64. */
    MicroKernels<double[]> doubles();

    /** Bits of the vectors that kernels are written for; 0 where a compiler chooses them. */
    default int vectorBits() {
        return 0;
    }

    /** How products are cut for this processor where nothing was tuned. */
    default CpuParameters defaults() {
        return CpuParameters.DEFAULTS;
    }
}
