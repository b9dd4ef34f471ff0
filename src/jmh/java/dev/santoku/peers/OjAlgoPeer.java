package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import org.ojalgo.matrix.store.R032Store;

/** ojAlgo: Java, on as many threads as it takes, {@code float}. */
final class OjAlgoPeer implements Peer {
    @Override
    public String name() {
        return "ojAlgo";
    }

    @Override
    public Task prepare(Inputs inputs) {
        R032Store a = copied(inputs.a());
        R032Store b = copied(inputs.b());
        R032Store c = R032Store.FACTORY.make(a.countRows(), b.countColumns());
        return new Task() {
            @Override
            public void compute() {
                a.multiply(b, c);
            }

            @Override
            public Matrix result() {
                Matrix result = Matrix.zeros(Precision.F32, (int) c.countRows(), (int) c.countColumns());
                for (int row = 0; row < result.rows(); row++) {
                    for (int column = 0; column < result.columns(); column++) {
                        result.set(row, column, c.doubleValue(row, column));
                    }
                }
                return result;
            }
        };
    }

    private static R032Store copied(Matrix matrix) {
        R032Store store = R032Store.FACTORY.make(matrix.rows(), matrix.columns());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                store.set(row, column, matrix.at(row, column));
            }
        }
        return store;
    }
}
