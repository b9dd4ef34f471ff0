package dev.santoku.backend.cpu;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.cpu.threads.SingleThreadTeam;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.OptionalDouble;

/** Multiplies as the textbook does: each element of C is the dot product of a row of A and a column of B. */
final class NaiveMultiplier extends AbstractMultiplier {
    private final CpuCeilings ceilings = new CpuCeilings(new SingleThreadTeam());

    NaiveMultiplier(Device device) {
        super(device);
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return BatchProduct.oneByOne(
                shape,
                a,
                b,
                (one, ofA, ofB) -> uploadInto(one, ofA, ofB, Matrix.zeros(a.precision(), one.m(), one.n())));
    }

    @Override
    protected CpuProduct uploadInto(Shape shape, Matrix a, Matrix b, Matrix c) {
        return new CpuProduct(shape, c, device()::name, () -> {
            if (a instanceof FloatMatrix floats) {
                multiply(shape, floats.elements(), ((FloatMatrix) b).elements(), ((FloatMatrix) c).elements());
            } else {
                multiply(
                        shape,
                        ((DoubleMatrix) a).elements(),
                        ((DoubleMatrix) b).elements(),
                        ((DoubleMatrix) c).elements());
            }
        });
    }

    private static void multiply(Shape shape, float[] a, float[] b, float[] c) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[p * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }

    private static void multiply(Shape shape, double[] a, double[] b, double[] c) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[p * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }

    @Override
    public OptionalDouble fmaCeiling(Precision precision) {
        return ceilings.gflops(precision);
    }

    @Override
    public OptionalDouble bandwidthCeiling() {
        return ceilings.gigabytesPerSecond();
    }

    @Override
    protected void release() {
        // owns nothing
    }
}
