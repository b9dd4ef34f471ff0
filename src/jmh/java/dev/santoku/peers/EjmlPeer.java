package dev.santoku.peers;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML: Java, one thread, {@code float}. */
final class EjmlPeer implements Peer {
    @Override
    public String name() {
        return "EJML";
    }

    @Override
    public Task prepare(Inputs inputs) {
        FMatrixRMaj a = wrapped(inputs.a());
        FMatrixRMaj b = wrapped(inputs.b());
        FMatrixRMaj c = new FMatrixRMaj(a.numRows, b.numCols);
        return new Task() {
            @Override
            public void compute() {
                CommonOps_FDRM.mult(a, b, c);
            }

            @Override
            public Matrix result() {
                return new FloatMatrix(c.numRows, c.numCols, c.data);
            }
        };
    }

    private static FMatrixRMaj wrapped(Matrix matrix) {
        return FMatrixRMaj.wrap(matrix.rows(), matrix.columns(), ((FloatMatrix) matrix).elements());
    }
}
