package dev.santoku.backend.cpu;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;

/** {@code float[]}. */
final class FloatElements implements Elements<float[]> {
    @Override
    public float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public float[] of(Matrix matrix) {
        return ((FloatMatrix) matrix).elements();
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }
}
