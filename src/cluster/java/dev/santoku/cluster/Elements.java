package dev.santoku.cluster;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What is done with all elements of a matrix. */
final class Elements {
    private static final int AT_ONCE = 1 << 16;

    private Elements() {}

    /** Writes them row by row in little-endian order. */
    static void write(Matrix matrix, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(AT_ONCE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int elements = matrix.rows() * matrix.columns();
        for (int from = 0; from < elements; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, elements - from);
            if (matrix instanceof FloatMatrix floats) {
                chunk.asFloatBuffer().put(floats.elements(), from, count);
            } else if (matrix instanceof DoubleMatrix doubles) {
                chunk.asDoubleBuffer().put(doubles.elements(), from, count);
            }
            out.write(chunk.array(), 0, count * matrix.precision().bytes());
        }
    }

    /**
     * Adds each to that of another matrix.
     *
     * @param sum changed
     * @param other of the same shape and precision
     */
    static void add(Matrix sum, Matrix other) {
        if (sum instanceof FloatMatrix floats && other instanceof FloatMatrix others) {
            for (int i = 0; i < floats.elements().length; i++) {
                floats.elements()[i] += others.elements()[i];
            }
        } else if (sum instanceof DoubleMatrix doubles && other instanceof DoubleMatrix others) {
            for (int i = 0; i < doubles.elements().length; i++) {
                doubles.elements()[i] += others.elements()[i];
            }
        }
    }
}
