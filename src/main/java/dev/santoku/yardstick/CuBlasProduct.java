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
    private final Precision format;
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
            Precision format,
            Handles memory,
            Pointer a,
            Pointer b,
            Pointer c) {
        super(shape);
        this.multiplier = multiplier;
        this.format = format;
        this.memory = memory;
        this.a = a;
        this.b = b;
        this.c = c;
        this.result = Matrix.zeros(format.storage(), shape.rows(), shape.n());
    }

    @Override
    protected void run() {
        executedOn = multiplier.multiply(shape(), format, a, b, c);
    }

    @Override
    protected Matrix download() {
        multiplier.download(c, format, result);
        return result;
    }

    @Override
    protected void fillWithNaN() {
        multiplier.fillWithNaN(c, format, (long) shape().rows() * shape().n() * format.bytes());
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
