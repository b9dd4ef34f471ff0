package dev.santoku.backend.opencl;

import dev.santoku.matrix.Matrix;

/** The buffers of A, B and C. */
record Operands(Buffer a, Buffer b, Buffer c) {
    /**
     * Borrows all three, with any content; the host may still see what it saw of them.
     *
     * @param a m×k
     * @param b k×n
     * @param borrower gives them back
     */
    static Operands lend(Buffers memory, Matrix a, Matrix b, Handles borrower) {
        return new Operands(
                memory.lend(Plan.A, bytes(a.rows(), a.columns(), a), borrower),
                memory.lend(Plan.B, bytes(b.rows(), b.columns(), a), borrower),
                memory.lend(Plan.C, bytes(a.rows(), b.columns(), a), borrower));
    }

    private static long bytes(int rows, int columns, Matrix like) {
        return (long) rows * columns * like.precision().bytes();
    }
}
