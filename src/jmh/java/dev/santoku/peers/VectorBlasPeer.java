package dev.santoku.peers;

import dev.ludovic.netlib.blas.JavaBLAS;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.logging.Level;
import java.util.logging.Logger;

/** VectorBLAS of {@code dev.ludovic.netlib:blas}: Java on the Vector API, one thread, {@code float}. */
final class VectorBlasPeer implements Peer {
    /** Held, or its level would be forgotten: it warns of native libraries that nobody asked for. */
    private static final Logger LOGGER = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

    private final JavaBLAS blas;

    VectorBlasPeer() {
        LOGGER.setLevel(Level.OFF);
        blas = JavaBLAS.getInstance();
        if (!name().equals("VectorBLAS")) {
            throw new IllegalStateException(
                    "netlib chose %s: the module jdk.incubator.vector is missing".formatted(name()));
        }
    }

    @Override
    public String name() {
        return blas.getClass().getSimpleName();
    }

    /** Its matrices are column-major: there Cᵀ = Bᵀ·Aᵀ are the same arrays. */
    @Override
    public Task prepare(Inputs inputs) {
        Shape shape = inputs.shape();
        float[] a = ((FloatMatrix) inputs.a()).elements();
        float[] b = ((FloatMatrix) inputs.b()).elements();
        float[] c = new float[shape.m() * shape.n()];
        return new Task() {
            @Override
            public void compute() {
                int n = shape.n();
                int k = shape.k();
                blas.sgemm("N", "N", n, shape.m(), k, 1, b, n, a, k, 0, c, n);
            }

            @Override
            public Matrix result() {
                return new FloatMatrix(shape.m(), shape.n(), c);
            }
        };
    }
}
