package dev.santoku.backend.cpu;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.function.Supplier;

/** A product in the memory of this JVM: there is nothing to upload or to download. */
final class CpuProduct extends AbstractProduct {
    private final Matrix c;
    private final Supplier<String> ranOn;
    private final Runnable computation;

    /**
     * Wraps a computation.
     *
     * @param c what the computation overwrites
     * @param ranOn what computes, as {@link dev.santoku.backend.Product#ranOn()} tells it
     */
    CpuProduct(Shape shape, Matrix c, Supplier<String> ranOn, Runnable computation) {
        super(shape);
        this.c = c;
        this.ranOn = ranOn;
        this.computation = computation;
    }

    @Override
    protected void run() {
        computation.run();
    }

    @Override
    protected Matrix download() {
        return c;
    }

    @Override
    protected void fillWithNaN() {
        c.fill(Double.NaN);
    }

    @Override
    protected String executedOn() {
        return ranOn.get();
    }

    @Override
    protected void release() {
        // the garbage collector's business
    }
}
