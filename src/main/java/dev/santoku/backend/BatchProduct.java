package dev.santoku.backend;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A batch of products that are uploaded, computed and downloaded one after the other. */
public final class BatchProduct extends AbstractProduct {
    private final List<AbstractProduct> products;
    private final Matrix c;

    private BatchProduct(Shape shape, List<AbstractProduct> products, Matrix c) {
        super(shape);
        this.products = products;
        this.c = c;
    }

    /** Prepares one of the products. */
    @FunctionalInterface
    public interface Upload {
        AbstractProduct upload(Shape shape, Matrix a, Matrix b);
    }

    /**
     * Cuts the factors into copies of their slices, and uploads each; a single product is uploaded as it is.
     *
     * @param shape of the batch
     * @param a (batch·m)×k
     * @param b (batch·k)×n
     * @param upload of one product
     */
    public static AbstractProduct oneByOne(Shape shape, Matrix a, Matrix b, Upload upload) {
        if (shape.batch() == 1) {
            return upload.upload(shape, a, b);
        }
        Inputs inputs = new Inputs(a, b, shape.batch());
        List<AbstractProduct> products = new ArrayList<>();
        try {
            for (int index = 0; index < shape.batch(); index++) {
                Inputs slice = inputs.slice(index);
                products.add(upload.upload(shape.single(), slice.a(), slice.b()));
            }
            return new BatchProduct(shape, products, Matrix.zeros(a.precision().storage(), shape.rows(), shape.n()));
        } catch (RuntimeException | Error e) {
            try {
                closeAll(products);
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    @Override
    protected void run() {
        products.forEach(AbstractProduct::compute);
    }

    @Override
    protected void stop() {
        products.forEach(AbstractProduct::cancel);
    }

    @Override
    protected Matrix download() {
        for (int index = 0; index < products.size(); index++) {
            c.paste(index * shape().m(), products.get(index).result());
        }
        return c;
    }

    @Override
    protected void fillWithNaN() {
        products.forEach(AbstractProduct::poison);
    }

    /** One name, unless they ran on several devices. */
    @Override
    protected String executedOn() {
        return products.stream().map(AbstractProduct::ranOn).distinct().collect(Collectors.joining(" and "));
    }

    @Override
    protected void release() {
        closeAll(products);
    }

    private static void closeAll(List<AbstractProduct> products) {
        RuntimeException first = null;
        for (AbstractProduct product : products) {
            try {
                product.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
