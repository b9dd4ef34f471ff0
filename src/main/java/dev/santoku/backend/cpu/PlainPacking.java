package dev.santoku.backend.cpu;

/**
 * Packing by {@link System#arraycopy}.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class PlainPacking<T> implements Packing<T> {
    @Override
    public void packA(T from, int fromAt, int fromStep, int rows, int depth, T to, int toAt, int toStep) {
        Rows.copy(from, fromAt, fromStep, rows, depth, to, toAt, toStep);
    }

    @Override
    public void packB(
            T from, int fromAt, int fromStep, int firstRow, int rows, int columns, T to, int depth, int width) {
        for (int j = 0; j < columns; j += width) {
            int there = Math.min(width, columns - j);
            Rows.copy(from, fromAt + j, fromStep, rows, there, to, j * depth + firstRow * width, width);
        }
    }
}
