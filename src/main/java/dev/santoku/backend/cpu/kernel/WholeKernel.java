package dev.santoku.backend.cpu.kernel;

/**
 * Computes all of a small C at once, in place, from an A and a B as they lie: C = A·B, each element summed from front to back
 * by fused multiply-adds. It is made for one shape; several threads may use one at once, each with a C of its own.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface WholeKernel<T> {
    /**
     * The kernel for the matrices of three arrays.
     *
     * @param a holds m×k elements or more, row-major; not modified
     * @param b k×n likewise; not modified
     * @param c m×n likewise; overwritten without being read
     */
    Bound bind(T a, T b, T c);

    /** Begins to get ready to multiply at full speed, as {@link MicroKernels#warmUp} does, and tells as it does. */
    boolean warmUp();

    /** A kernel with its arrays. */
    interface Bound {
        /** Computes the product of the matrices that begin at these elements of their arrays. */
        void multiply(int aAt, int bAt, int cAt);
    }
}
