package dev.santoku.backend.cpu;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A product in the memory of this JVM: there is nothing to upload or to download. */
final class CpuProduct extends AbstractProduct {
    private final Matrix c;
    private final Supplier<String> ranOn;
    private final AtomicBoolean stop;
    private final Runnable computation;

    /**
     * Wraps a computation.
     *
     * @param c what the computation overwrites
     * @param ranOn what computes, as {@link dev.santoku.backend.Product#ranOn()} tells it
     * @param stop is set to stop the computation
     */
    CpuProduct(Shape shape, Matrix c, Supplier<String> ranOn, AtomicBoolean stop, Runnable computation) {
        super(shape);
        this.c = c;
        this.ranOn = ranOn;
        this.stop = stop;
        this.computation = computation;
    }

    /** Wraps a computation that cannot be stopped. */
    CpuProduct(Shape shape, Matrix c, Supplier<String> ranOn, Runnable computation) {
        this(shape, c, ranOn, new AtomicBoolean(), computation);
    }

    @Override
    protected void run() {
        computation.run();
    }

    @Override
    protected void stop() {
        stop.set(true);
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
