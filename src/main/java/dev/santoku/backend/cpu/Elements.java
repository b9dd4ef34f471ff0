package dev.santoku.backend.cpu;

import dev.santoku.matrix.Matrix;

/**
 * What the five loops need to know about an array type: how to make one, and how to pack panels out of a row-major
 * matrix. Everything else is written once for both.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
interface Elements<T> {
    /** An array of zeros. */
    T allocate(int length);

    /** The array that holds a matrix of this type. */
    T of(Matrix matrix);

    /**
     * Packs rows of A into a panel: {@code panel[to + p·mr + i] = a[at + i·lda + p]}, and zeros where i ≥ rows.
     *
     * @param a not modified
     * @param at the panel's first element in A
     * @param lda columns of A
     * @param rows rows that there are, 1 … mr
     * @param depth columns to pack
     * @param mr rows of the panel
     * @param panel depth·mr elements are overwritten, whatever was there
     * @param to where they begin
     */
    void packA(T a, int at, int lda, int rows, int depth, int mr, T panel, int to);

    /**
     * Packs columns of B into a panel: {@code panel[to + p·nr + j] = b[at + p·ldb + j]}, and zeros where j ≥ columns.
     *
     * @param b not modified
     * @param at the panel's first element in B
     * @param ldb columns of B
     * @param columns columns that there are, 1 … nr
     * @param depth rows to pack
     * @param nr columns of the panel
     * @param panel depth·nr elements are overwritten, whatever was there
     * @param to where they begin
     */
    void packB(T b, int at, int ldb, int columns, int depth, int nr, T panel, int to);
}
