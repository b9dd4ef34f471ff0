package dev.santoku.worker;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.function.Consumer;

/** One buffer for all products, as a device's memory; what is done to C after a product is a test's affair. */
final class Unreliable extends AbstractMultiplier {
    static final Shape SHAPE = new Shape(5, 7, 11);

    private final Matrix c;
    Consumer<Matrix> afterwards = product -> {};
    boolean launches = true;
    boolean readsBack = true;
    boolean sumsInOneOrder = true;
    int uploads;
    private Matrix lastRead;

    Unreliable(Precision precision) {
        this(precision, SHAPE);
    }

    Unreliable(Precision precision, Shape shape) {
        super(Device.cpu());
        c = Matrix.zeros(precision.storage(), shape.rows(), shape.n());
    }

    @Override
    public boolean sumsInOneOrder() {
        return sumsInOneOrder;
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        uploads++;
        return new AbstractProduct(shape) {
            @Override
            protected void run() {
                if (launches) {
                    multiply(shape, a, b);
                    afterwards.accept(c);
                }
            }

            @Override
            protected Matrix download() {
                if (readsBack) {
                    lastRead = copy(c);
                }
                return copy(lastRead);
            }

            @Override
            protected void fillWithNaN() {
                c.fill(Double.NaN);
            }

            @Override
            protected String executedOn() {
                return device().name();
            }

            @Override
            protected void release() {}
        };
    }

    private void multiply(Shape shape, Matrix a, Matrix b) {
        for (int i = 0; i < c.rows(); i++) {
            int from = i / shape.m() * shape.k();
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < a.columns(); p++) {
                    sum += a.at(i, p) * b.at(from + p, j);
                }
                c.set(i, j, sum);
            }
        }
    }

    @Override
    protected void release() {}

    private static Matrix copy(Matrix matrix) {
        Matrix copy = Matrix.zeros(matrix.precision(), matrix.rows(), matrix.columns());
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                copy.set(i, j, matrix.at(i, j));
            }
        }
        return copy;
    }
}
