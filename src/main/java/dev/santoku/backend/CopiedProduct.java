package dev.santoku.backend;

import dev.santoku.matrix.Matrix;

/** A product that is computed elsewhere, and copied to the caller's matrix when it is downloaded. */
final class CopiedProduct extends AbstractProduct {
    private final AbstractProduct product;
    private final Matrix c;

    /**
     * Takes over a product.
     *
     * @param c gets what it downloads
     */
    CopiedProduct(AbstractProduct product, Matrix c) {
        super(product.shape());
        this.product = product;
        this.c = c;
    }

    @Override
    protected void run() {
        product.compute();
    }

    @Override
    protected void stop() {
        product.cancel();
    }

    @Override
    protected Matrix download() {
        c.paste(0, product.result());
        return c;
    }

    @Override
    protected void fillWithNaN() {
        product.poison();
    }

    @Override
    protected String executedOn() {
        return product.ranOn();
    }

    @Override
    protected void release() {
        product.close();
    }
}
