package dev.santoku.backend.aparapi;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.function.Consumer;

/** One product on a borrowed kernel, whose buffers it holds until it is closed. */
final class AparapiProduct<T> extends AbstractProduct {
    private final KernelHandle<T> kernel;
    private final Matrix c;
    private final Consumer<KernelHandle<T>> giveBack;
    private String executedOn = "";

    /**
     * @param kernel bound to A, B and the array of {@code c}
     * @param giveBack takes the kernel when the product is closed
     */
    AparapiProduct(Shape shape, KernelHandle<T> kernel, Matrix c, Consumer<KernelHandle<T>> giveBack) {
        super(shape);
        this.kernel = kernel;
        this.c = c;
        this.giveBack = giveBack;
    }

    @Override
    protected void run() {
        try {
            kernel.compute();
        } finally {
            executedOn = kernel.ranOn(); // now: an upload launches, too
        }
    }

    @Override
    protected Matrix download() {
        kernel.downloadC();
        return c;
    }

    @Override
    protected void fillWithNaN() {
        c.fill(Double.NaN);
        kernel.uploadC();
    }

    @Override
    protected String executedOn() {
        return executedOn;
    }

    @Override
    protected void release() {
        giveBack.accept(kernel);
    }
}
