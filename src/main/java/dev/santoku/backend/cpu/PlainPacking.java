package dev.santoku.backend.cpu;

/**
 * Packing by {@link System#arraycopy}.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class PlainPacking<T> implements Packing<T> {
    private final int slice;

    /** @param slice elements of {@link MicroKernel#SLICE_BYTES} */
    PlainPacking(int slice) {
        this.slice = slice;
    }

    @Override
    public void packA(T from, int fromAt, int fromStep, int rows, int depth, T to, int toAt, int height) {
        for (int p = 0; p < depth; p += slice) {
            Rows.copy(from, fromAt + p, fromStep, rows, Math.min(slice, depth - p), to, toAt + p * height, slice);
        }
    }

    @Override
    public void packB(
            T from,
            int fromAt,
            int fromStep,
            int firstRow,
            int rows,
            int columns,
            T to,
            int toAt,
            int depth,
            int width) {
        for (int j = 0; j < columns; j += width) {
            int there = Math.min(width, columns - j);
            Rows.copy(from, fromAt + j, fromStep, rows, there, to, toAt + j * depth + firstRow * width, width);
        }
    }
}
