package dev.santoku.yardstick;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;

/** A product by OpenBLAS; owns its operands. */
final class OpenBlasProduct extends AbstractProduct {
    private final OpenBlas library;
    private final int threads;
    private final String processor;
    private final Operands operands;
    private int threadsThatRan;

    /**
     * Wraps operands.
     *
     * @param processor the name of what runs it
     * @param operands closed with this product
     */
    OpenBlasProduct(Shape shape, OpenBlas library, int threads, String processor, Operands operands) {
        super(shape);
        this.library = library;
        this.threads = threads;
        this.processor = processor;
        this.operands = operands;
    }

    @Override
    protected void run() {
        threadsThatRan = library.compute(threads, operands::multiply);
    }

    @Override
    protected Matrix download() {
        return operands.download();
    }

    @Override
    protected void fillWithNaN() {
        operands.fillWithNaN();
    }

    @Override
    protected String executedOn() {
        return library.on(processor, threadsThatRan);
    }

    @Override
    protected void release() {
        operands.close();
    }
}
