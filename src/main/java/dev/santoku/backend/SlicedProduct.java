package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.Optional;

/** Blocks of rows as products of their own: their rows of A are copied and uploaded, and their rows of C are downloaded and copied. */
public final class SlicedProduct extends RowProduct {
    private static final double NANO = 1e-9;

    private final Matrix a;
    private final Matrix c;
    private final Upload upload;
    private final Runnable forget;
    private final Runnable release;
    private String ranOn;
    private Travel travel;

    /** Prepares the product of some rows of A. */
    @FunctionalInterface
    public interface Upload {
        AbstractProduct upload(Shape shape, Matrix rowsOfA);
    }

    /**
     * Uploads nothing yet.
     *
     * @param shape of the whole product
     * @param a m×k
     * @param c m×n; gets the rows that are computed
     * @param upload of one block
     * @param forget what blocks made of B
     * @param release of what all blocks share
     */
    public SlicedProduct(Shape shape, Matrix a, Matrix c, Upload upload, Runnable forget, Runnable release) {
        super(shape, c);
        this.a = a;
        this.c = c;
        this.upload = upload;
        this.forget = forget;
        this.release = release;
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        Matrix slice = rows == a.rows() ? a : a.slice(fromRow, rows);
        Shape block = new Shape(rows, shape().n(), shape().k());
        long begin = System.nanoTime();
        try (AbstractProduct product = upload.upload(block, slice)) {
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
    protected void forgetB() {
        forget.run();
    }

    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {
        release.run();
    }
}
