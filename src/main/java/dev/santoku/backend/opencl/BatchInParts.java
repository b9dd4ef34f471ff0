package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BatchProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;

/**
 * A batch that the device cannot hold at once. Parts of it are uploaded, computed and downloaded one after the other, all of it in
 * {@code compute}.
 */
final class BatchInParts extends AbstractProduct {
    private final int products;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final BatchProduct.Upload upload;
    private volatile AbstractProduct running;
    private String ranOn;

    /**
     * Uploads nothing yet.
     *
     * @param products of a part, at least 1
     * @param a (batch·m)×k
     * @param b (batch·k)×n
     * @param upload of a part
     */
    BatchInParts(Shape shape, int products, Matrix a, Matrix b, BatchProduct.Upload upload) {
        super(shape);
        this.products = products;
        this.a = a;
        this.b = b;
        this.c = Matrix.zeros(a.precision().storage(), shape.rows(), shape.n());
        this.upload = upload;
    }

    @Override
    protected void run() {
        for (int first = 0; first < shape().batch() && !isCancelled(); first += products) {
            runPart(first, Math.min(products, shape().batch() - first));
        }
    }

    private void runPart(int first, int count) {
        int m = shape().m();
        int k = shape().k();
        Shape part = shape().single().inBatch(count);
        try (AbstractProduct product =
                upload.upload(part, a.slice(first * m, count * m), b.slice(first * k, count * k))) {
            running = product;
            if (isCancelled()) {
                return; // it was, before anybody could tell this part
            }
            product.compute();
            c.paste(first * m, product.result());
            ranOn = product.ranOn();
        }
    }

    @Override
    protected void stop() {
        AbstractProduct part = running;
        if (part != null) {
            part.cancel();
        }
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
        return ranOn;
    }

    @Override
    protected void release() {}
}
