package dev.santoku.yardstick;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import org.bytedeco.javacpp.DoublePointer;

// The build writes the twin for float, see pom.xml.
/** Operands in {@code double}. */
final class DoubleOperands implements Operands {
    private final Shape shape;
    private final NativeMemory memoryOfA;
    private final NativeMemory memoryOfB;
    private final NativeMemory memoryOfC;
    private final DoublePointer a;
    private final DoublePointer b;
    private final DoublePointer c;
    private final DoubleMatrix result;

    /** Copies A (m×k) and B (k×n), or those of a batch, and sets C to zero. */
    DoubleOperands(Shape shape, DoubleMatrix a, DoubleMatrix b) {
        this.shape = shape;
        result = new DoubleMatrix(shape.rows(), shape.n(), new double[shape.rows() * shape.n()]);
        memoryOfA = memoryFor(a);
        memoryOfB = memoryFor(b);
        memoryOfC = memoryFor(result);
        this.a = new DoublePointer(memoryOfA.start()).put(a.elements());
        this.b = new DoublePointer(memoryOfB.start()).put(b.elements());
        memoryOfC.fillWithZeros();
        c = new DoublePointer(memoryOfC.start());
    }

    private static NativeMemory memoryFor(DoubleMatrix matrix) {
        return new NativeMemory((long) matrix.elements().length * Double.BYTES);
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
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
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
