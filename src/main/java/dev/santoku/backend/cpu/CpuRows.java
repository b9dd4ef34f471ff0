package dev.santoku.backend.cpu;

import dev.santoku.backend.RowProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.function.Supplier;

/** Blocks of rows in the memory of this JVM, computed where they lie: nothing is copied. */
final class CpuRows extends RowProduct {
    private final Supplier<String> ranOn;
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
     */
    CpuRows(Shape shape, Matrix c, Supplier<String> ranOn, Computation computation) {
        super(shape, c);
        this.ranOn = ranOn;
        this.computation = computation;
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        computation.run(fromRow, rows);
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
