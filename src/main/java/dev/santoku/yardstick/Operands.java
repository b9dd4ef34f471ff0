package dev.santoku.yardstick;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import com.sun.jna.Function;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A, B and C of one product, or of a batch, where OpenBLAS computes: in native memory. */
final class Operands implements AutoCloseable {
    private final Shape shape;
    private final NativeMemory a;
    private final NativeMemory b;
    private final NativeMemory c;
    private final Matrix result;
    private final Optional<Function> sbgemm;

    /**
     * Copies A (m×k) and B (k×n), or those of a batch, and sets C to zero.
     *
     * @param bf16 the library's {@code cblas_sbgemm}; empty where it has none, and no factor is bf16
     */
    Operands(Shape shape, Matrix a, Matrix b, Optional<Function> bf16) {
        this.shape = shape;
        this.sbgemm = bf16.filter(function -> a.precision() == Precision.BF16);
        this.result = Matrix.zeros(a.precision().storage(), shape.rows(), shape.n());
        this.a = new NativeMemory(a);
        this.b = new NativeMemory(b);
        this.c = new NativeMemory(result);
        this.a.write(a);
        this.b.write(b);
        this.c.fillWithZeros();
    }

    /** C = 1·A·B + 0·C. BLAS does not read C where its factor is 0: neither NaN nor infinity survives there. */
    void multiply() {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        for (int product = 0; product < shape.batch(); product++) {
            if (sbgemm.isPresent()) {
                multiplyBf16(sbgemm.get(), product);
                continue;
            }
            Pointer fromA = a.at((long) product * m * k);
            Pointer fromB = b.at((long) product * k * n);
            Pointer toC = c.at((long) product * m * n);
            if (result instanceof FloatMatrix) {
                multiply(m, n, k, (FloatPointer) fromA, (FloatPointer) fromB, (FloatPointer) toC);
            } else {
                multiply(m, n, k, (DoublePointer) fromA, (DoublePointer) fromB, (DoublePointer) toC);
            }
        }
    }

    /** By JNA, since the bindings leave it out. */
    private void multiplyBf16(Function function, long product) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        long fromA = a.address(product * m * k);
        long fromB = b.address(product * k * n);
        long toC = c.address(product * m * n);
        function.invokeVoid(
                new Object[] {CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, fromA, k, fromB, n, 0f, toC, n});
    }

    private static void multiply(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    private static void multiply(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    /** Copies C to the Java heap, to the same matrix each time. */
    Matrix download() {
        c.read(result);
        return result;
    }

    /** Sets C to NaN where it lives. */
    void fillWithNaN() {
        c.fillWithNaN();
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
