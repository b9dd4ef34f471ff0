package dev.santoku.backend.opencl;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import org.jocl.Pointer;

/** The one place that tells a {@code float[]} from a {@code double[]}. */
final class HostMemory {
    private HostMemory() {}

    /** A pointer to the elements, for calls that return when the copy is done: Java may move the array afterwards. */
    static Pointer pointerTo(Matrix matrix) {
        return matrix instanceof FloatMatrix floats
                ? Pointer.to(floats.elements())
                : Pointer.to(((DoubleMatrix) matrix).elements());
    }
}
