package dev.santoku.yardstick;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** A product by a CBLAS, or a batch; owns A, B and C in native memory. */
final class CblasProduct extends AbstractProduct {
    private static final int AS_IT_IS = CblasGemm.NO_TRANSPOSE;

    private final CblasMultiplier multiplier;
    private final Precision format;
    private final HostMemory a;
    private final HostMemory b;
    private final HostMemory c;
    private final Matrix result;
    private String executedOn = "";

    /** Copies A (m×k) and B (k×n), or those of a batch, and sets C to zero. */
    CblasProduct(CblasMultiplier multiplier, Shape shape, Matrix a, Matrix b) {
        super(shape);
        this.multiplier = multiplier;
        this.format = a.precision();
        this.result = Matrix.zeros(format.storage(), shape.rows(), shape.n());
        this.a = new HostMemory(a);
        this.b = new HostMemory(b);
        this.c = new HostMemory(result);
        this.a.write(a);
        this.b.write(b);
        this.c.fillWithZeros();
    }

    /** C = 1·A·B + 0·C. BLAS does not read C where its factor is 0: neither NaN nor infinity survives there. */
    @Override
    protected void run() {
        executedOn = multiplier.compute(format, this::multiply);
    }

    private void multiply(CblasGemm gemm) {
        int m = shape().m();
        int n = shape().n();
        int k = shape().k();
        boolean single = result instanceof FloatMatrix;
        for (int product = 0; product < shape().batch(); product++) {
            long fromA = a.address((long) product * m * k);
            long fromB = b.address((long) product * k * n);
            long toC = c.address((long) product * m * n);
            if (single) {
                gemm.cblas_sgemm(CblasGemm.ROW_MAJOR, AS_IT_IS, AS_IT_IS, m, n, k, 1, fromA, k, fromB, n, 0, toC, n);
            } else {
                gemm.cblas_dgemm(CblasGemm.ROW_MAJOR, AS_IT_IS, AS_IT_IS, m, n, k, 1, fromA, k, fromB, n, 0, toC, n);
            }
        }
    }

    @Override
    protected Matrix download() {
        c.read(result);
        return result;
    }

    @Override
    protected void fillWithNaN() {
        c.fillWithNaN();
    }

    @Override
    protected String executedOn() {
        return executedOn;
    }

    @Override
    protected void release() {
        a.close();
        b.close();
        c.close();
    }
}
