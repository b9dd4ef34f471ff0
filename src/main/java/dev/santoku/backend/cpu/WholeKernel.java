package dev.santoku.backend.cpu;

/**
 * Computes all of a small C at once, in place, from an A and a B as they lie: C = A·B, each element summed from front to back
 * by fused multiply-adds. It is made for one shape; several threads may use one at once, each with a C of its own.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface WholeKernel<T> {
    /**
     * Computes a product.
     *
     * @param a holds m×k elements, row-major; not modified
     * @param aAt where they begin
     * @param b k×n likewise; not modified
     * @param c m×n likewise; overwritten without being read
     */
    void multiply(T a, int aAt, T b, int bAt, T c, int cAt);

    /** Gets ready to multiply at full speed, as {@link MicroKernels#warmUp} does, and tells as it does. */
    boolean warmUp();
}
