package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.function.BiFunction;

/** Blocks of rows as products of their own: their rows of A are copied and uploaded, and their rows of C are downloaded and copied. */
final class SlicedProduct extends RowProduct {
    private static final double NANO = 1e-9;

    private final Matrix a;
    private final Matrix c;
    private final BiFunction<Shape, Matrix, AbstractProduct> upload;
    private String ranOn;
    private Travel travel;

    /**
     * Uploads nothing yet.
     *
     * @param shape of the whole product
     * @param a m×k
     * @param c m×n; gets the rows that are computed
     * @param upload of one block, by its shape and its rows of A
     */
    SlicedProduct(Shape shape, Matrix a, Matrix c, BiFunction<Shape, Matrix, AbstractProduct> upload) {
        super(shape, c);
        this.a = a;
        this.c = c;
        this.upload = upload;
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        Matrix slice = rows == a.rows() ? a : a.slice(fromRow, rows);
        Shape block = new Shape(rows, shape().n(), shape().k());
        long begin = System.nanoTime();
        try (AbstractProduct product = upload.apply(block, slice)) {
            double uploading = secondsSince(begin);
            product.compute();
            long computed = System.nanoTime();
            c.paste(fromRow, product.result());
            travel = new Travel(uploading, secondsSince(computed));
            ranOn = product.ranOn();
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) * NANO;
    }

    @Override
    public synchronized Optional<Travel> travel() {
        return Optional.ofNullable(travel);
    }

    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {}
}
