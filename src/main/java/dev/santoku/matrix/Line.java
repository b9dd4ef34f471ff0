package dev.santoku.matrix;

/** A row of a matrix to be read: where it stands on the heap, else as a copy. */
record Line(Matrix matrix, int row) {
    static Line of(Matrix matrix, int row) {
        return matrix instanceof OffHeapMatrix offHeap ? new Line(offHeap.slice(row, 1), 0) : new Line(matrix, row);
    }

    double at(int column) {
        return matrix.at(row, column);
    }
}
