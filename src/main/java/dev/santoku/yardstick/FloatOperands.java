package dev.santoku.yardstick;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import org.bytedeco.javacpp.FloatPointer;

/** Operands in {@code float}. */
final class FloatOperands implements Operands {
    private final Shape shape;
    private final NativeMemory memoryOfA;
    private final NativeMemory memoryOfB;
    private final NativeMemory memoryOfC;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;
    private final FloatMatrix result;

    /** Copies A (m×k) and B (k×n), or those of a batch, and sets C to zero. */
    FloatOperands(Shape shape, FloatMatrix a, FloatMatrix b) {
        this.shape = shape;
        result = new FloatMatrix(shape.rows(), shape.n(), new float[shape.rows() * shape.n()]);
        memoryOfA = memoryFor(a);
        memoryOfB = memoryFor(b);
        memoryOfC = memoryFor(result);
        this.a = new FloatPointer(memoryOfA.start()).put(a.elements());
        this.b = new FloatPointer(memoryOfB.start()).put(b.elements());
        memoryOfC.fillWithZeros();
        c = new FloatPointer(memoryOfC.start());
    }

    private static NativeMemory memoryFor(FloatMatrix matrix) {
        return new NativeMemory((long) matrix.elements().length * Float.BYTES);
    }

    @Override
    public void multiply() {
        int n = shape.n();
        int k = shape.k();
        int m = shape.m();
        for (int product = 0; product < shape.batch(); product++) {
            a.position((long) product * m * k);
            b.position((long) product * k * n);
            c.position((long) product * m * n);
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
        }
    }

    @Override
    public Matrix download() {
        c.position(0).get(result.elements());
        return result;
    }

    @Override
    public void fillWithNaN() {
        memoryOfC.fillWithNaN();
    }

    @Override
    public void close() {
        memoryOfA.close();
        memoryOfB.close();
        memoryOfC.close();
    }
}
