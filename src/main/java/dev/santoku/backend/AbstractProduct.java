package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.concurrent.CancellationException;

/** What every product does alike: one call at a time, refusal after close, and a device asked for only when one ran. */
public abstract class AbstractProduct implements Product {
    private final Shape shape;
    private volatile boolean cancelled;
    private boolean computed;
    private boolean closed;
    private Runnable onClose = () -> {};

    protected AbstractProduct(Shape shape) {
        this.shape = shape;
    }

    @Override
    public final Shape shape() {
        return shape;
    }

    @Override
    public final synchronized void compute() {
        checkOpen();
        run();
        markComputed();
    }

    /** Unless it was cancelled meanwhile. */
    final void markComputed() {
        checkOpen();
        computed = true;
    }

    @Override
    public final void cancel() {
        cancelled = true;
        stop();
    }

    /** Whether it was cancelled: {@link #run()} may then return at once, with C half done. */
    protected final boolean isCancelled() {
        return cancelled;
    }

    /** Has {@link #run()} stop as soon as it can, on whichever thread it runs now, or will. Here it does nothing. */
    protected void stop() {}

    @Override
    public final synchronized Matrix result() {
        checkOpen();
        return download();
    }

    @Override
    public final synchronized void poison() {
        checkOpen();
        fillWithNaN();
    }

    @Override
    public final synchronized String ranOn() {
        checkOpen();
        if (!computed) {
            throw new IllegalStateException("nothing was computed yet: call compute() first");
        }
        return executedOn();
    }

    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                release();
            } finally {
                onClose.run();
            }
        }
    }

    final synchronized void onClose(Runnable action) {
        onClose = action;
    }

    final void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this product is closed: prepare another");
        }
        if (cancelled) {
            throw new CancellationException("this product was cancelled: prepare another");
        }
    }

    /** Computes C and waits until it is finished. */
    protected abstract void run();

    /** Brings C to the host. */
    protected abstract Matrix download();

    /** Sets C to NaN where it lives. */
    protected abstract void fillWithNaN();

    /** The name of the device that really ran the last {@link #run()}. */
    protected abstract String executedOn();

    /** Releases the buffers; called once. */
    protected abstract void release();
}
