package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.matrix.Matrix;
import java.util.function.Consumer;
import java.util.function.Function;

/** A product that is computed at once, or in tiles or parts where its device finds no memory for that: some look for it late. */
final class WholeProduct extends AbstractProduct {
    private final Function<BackendException, AbstractProduct> inTiles;
    private final Runnable proved;
    private AbstractProduct product;
    private boolean isWhole = true;

    /**
     * Takes over a product.
     *
     * @param inTiles prepares it anew after a failure, which is thrown again where tiles would not help
     * @param proved notes that it was computed at once
     */
    WholeProduct(AbstractProduct product, Function<BackendException, AbstractProduct> inTiles, Runnable proved) {
        super(product.shape());
        this.product = product;
        this.inTiles = inTiles;
        this.proved = proved;
    }

    @Override
    protected void run() {
        attempt(AbstractProduct::compute);
        if (isWhole) {
            proved.run();
        }
    }

    private void attempt(Consumer<AbstractProduct> step) {
        try {
            step.accept(product);
        } catch (BackendException refusal) {
            AbstractProduct tiled = inTiles.apply(refusal);
            product.close();
            product = tiled;
            isWhole = false;
            step.accept(product);
        }
    }

    @Override
    protected Matrix download() {
        return product.result();
    }

    @Override
    protected void fillWithNaN() {
        attempt(AbstractProduct::poison);
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
