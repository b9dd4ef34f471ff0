package dev.santoku.yardstick;

import dev.santoku.matrix.Matrix;

/** A, B and C of one product where OpenBLAS computes: in native memory. */
interface Operands extends AutoCloseable {
    /** C = 1·A·B + 0·C. BLAS does not read C where its factor is 0: neither NaN nor infinity survives there. */
    void multiply();

    /** Copies C to the Java heap, to the same matrix each time. */
    Matrix download();

    /** Sets C to NaN where it lives. */
    void fillWithNaN();

    @Override
    void close();
}
