package dev.santoku.faults;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;

/** A product that is right, in three plain loops: what is wrong with it, its heirs do. */
class PlainProduct extends AbstractProduct {
    private final Matrix a;
    private final Matrix b;
    private final Device device;

    /** The product, which may be spoilt. */
    protected final Matrix c;

    PlainProduct(Shape shape, Matrix a, Matrix b, Device device) {
        super(shape);
        this.a = a;
        this.b = b;
        this.c = Matrix.zeros(a.precision(), shape.m(), shape.n());
        this.device = device;
    }

    @Override
    protected void run() {
        run(c.rows());
    }

    /** Computes so many rows, from the first on; the others stay as they are. */
    protected final void run(int rows) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < a.columns(); p++) {
                    sum += a.at(i, p) * b.at(p, j);
                }
                c.set(i, j, sum);
            }
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
        return device.name();
    }

    @Override
    protected void release() {}
}
