package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** A product by cuBLAS; owns A, B and C on the device. */
final class CuBlasProduct extends AbstractProduct {
    private final CuBlasMultiplier multiplier;
    private final Precision precision;
    private final Handles memory;
    private final Pointer a;
    private final Pointer b;
    private final Pointer c;
    private final Matrix result;
    private String executedOn = "";

    /** Takes {@code memory} over, which holds the three. */
    CuBlasProduct(
            CuBlasMultiplier multiplier,
            Shape shape,
            Precision precision,
            Handles memory,
            Pointer a,
            Pointer b,
            Pointer c) {
        super(shape);
        this.multiplier = multiplier;
        this.precision = precision;
        this.memory = memory;
        this.a = a;
        this.b = b;
        this.c = c;
        this.result = Matrix.zeros(precision, shape.rows(), shape.n());
    }

    @Override
    protected void run() {
        executedOn = multiplier.multiply(shape(), precision, a, b, c);
    }

    @Override
    protected Matrix download() {
        multiplier.download(c, result);
        return result;
    }

    @Override
    protected void fillWithNaN() {
        multiplier.fillWithNaN(c, (long) shape().rows() * shape().n() * precision.bytes());
    }

    @Override
    protected String executedOn() {
        return executedOn;
    }

    @Override
    protected void release() {
        multiplier.free(memory);
    }
}
