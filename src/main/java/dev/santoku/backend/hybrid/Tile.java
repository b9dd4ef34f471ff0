package dev.santoku.backend.hybrid;

/**
 * Some rows of C, which one processor computes.
 *
 * @param fromRow the first of them, from 0
 * @param rows how many, at least 1
 */
record Tile(int fromRow, int rows) {
    @Override
    public String toString() {
        return "rows %d to %d".formatted(fromRow, fromRow + rows - 1);
    }
}
