package dev.santoku.backend.cpu.kernel;

import java.util.Optional;

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

    /** Has all kernels that were used until now compiled, and waits until they are, or given up. */
    default void awaitCompiler() {}

    /** Why products may not be computed by these kernels but in plain Java, in one line; empty where all is well. */
    default Optional<String> trouble() {
        return Optional.empty();
    }
}
