package dev.santoku.backend.cpu;

import dev.santoku.backend.RowProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Blocks of rows in the memory of this JVM, computed where they lie: nothing is copied. */
final class CpuRows extends RowProduct {
    private final Supplier<String> ranOn;
    private final KeptB<?> packedB;
    private final Runnable release;
    private final AtomicBoolean stop;
    private final Computation computation;

    /** Computes a block of rows. */
    @FunctionalInterface
    interface Computation {
        void run(int fromRow, int rows);
    }

    /**
     * Wraps a computation.
     *
     * @param c whose rows the computation overwrites
     * @param ranOn what computes, as {@link dev.santoku.backend.Product#ranOn()} tells it
     * @param packedB where B stays packed between blocks
     * @param release gives back what the computation uses
     * @param stop is set to stop the computation
     */
    CpuRows(
            Shape shape,
            Matrix c,
            Supplier<String> ranOn,
            KeptB<?> packedB,
            Runnable release,
            AtomicBoolean stop,
            Computation computation) {
        super(shape, c);
        this.ranOn = ranOn;
        this.packedB = packedB;
        this.release = release;
        this.stop = stop;
        this.computation = computation;
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        computation.run(fromRow, rows);
    }

    @Override
    protected void stop() {
        stop.set(true);
    }

    @Override
    protected void forgetB() {
        packedB.forget();
    }

    @Override
    protected String executedOn() {
        return ranOn.get();
    }

    @Override
    protected void release() {
        release.run();
    }
}
