package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.WholeKernel;
import dev.santoku.matrix.Shape;

/**
 * A small product, or one of a batch, computed by its caller with one kernel: no blocks, nothing packed, no team.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class WholeProduct<T> implements Runnable {
    private final Workspaces<T> workspaces;
    private final WholeKernel<T> kernel;
    private final Shape shape;
    private final WholeKernel.Bound bound;
    private boolean warm;

    /**
     * A product to be run any number of times.
     *
     * @param kernel for its shape
     * @param shape of one product
     * @param a m×k, row-major; not modified
     * @param b k×n, row-major; not modified
     * @param c m×n, row-major; overwritten by each run
     */
    WholeProduct(Workspaces<T> workspaces, WholeKernel<T> kernel, Shape shape, T a, T b, T c) {
        this.workspaces = workspaces;
        this.kernel = kernel;
        this.shape = shape;
        bound = kernel.bind(a, b, c);
        if (shape.flops() > Workspaces.FLOPS_WORTH_COMPILING) {
            warmUp();
        }
    }

    private void warmUp() {
        warm = warm || workspaces.warm(shape.flops(), kernel::warmUp);
    }

    @Override
    public void run() {
        run(0);
    }

    /**
     * Computes one product of a batch; several threads may compute one each at once.
     *
     * @param product from 0; A, B and C hold the matrices of all products one behind the other
     */
    void run(int product) {
        warmUp();
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        bound.multiply(product * m * k, product * k * n, product * m * n);
    }
}
