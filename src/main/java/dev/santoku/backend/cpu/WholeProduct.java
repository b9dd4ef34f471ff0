package dev.santoku.backend.cpu;

/**
 * A small product, computed by its caller with one kernel: no blocks, nothing packed, no team.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class WholeProduct<T> implements Runnable {
    private final Workspaces<T> workspaces;
    private final WholeKernel<T> kernel;
    private final double flops;
    private final T a;
    private final T b;
    private final T c;
    private boolean warm;

    /**
     * A product to be run any number of times.
     *
     * @param kernel for its shape
     * @param flops operations of one run
     * @param a m×k, row-major; not modified
     * @param b k×n, row-major; not modified
     * @param c m×n, row-major; overwritten by each run
     */
    WholeProduct(Workspaces<T> workspaces, WholeKernel<T> kernel, double flops, T a, T b, T c) {
        this.workspaces = workspaces;
        this.kernel = kernel;
        this.flops = flops;
        this.a = a;
        this.b = b;
        this.c = c;
        if (flops > Workspaces.FLOPS_WORTH_COMPILING) {
            warmUp();
        }
    }

    private void warmUp() {
        warm = warm || workspaces.warm(flops, kernel::warmUp);
    }

    @Override
    public void run() {
        warmUp();
        kernel.multiply(a, b, c);
    }
}
