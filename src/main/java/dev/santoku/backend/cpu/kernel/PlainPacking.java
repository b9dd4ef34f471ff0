package dev.santoku.backend.cpu.kernel;

/**
 * Packing by {@link System#arraycopy}.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public final class PlainPacking<T> implements Packing<T> {
    private final int slice;

    /** @param slice elements of {@link MicroKernel#SLICE_BYTES} */
    public PlainPacking(int slice) {
        this.slice = slice;
    }

    @Override
    public void packA(T from, int fromAt, int fromStep, int rows, Operands<T> to, int toAt) {
        int depth = to.depth();
        for (int p = 0, at = toAt; p < depth; p += slice, at += to.sliceStep()) {
            Rows.copy(from, fromAt + p, fromStep, rows, Math.min(slice, depth - p), to.a(), at, slice);
        }
    }

    @Override
    public void packB(T from, int fromAt, int fromStep, int rows, int columns, Operands<T> to, int toAt) {
        int width = to.ldb();
        for (int j = 0, at = toAt; j < columns; j += width, at += to.panelStep()) {
            Rows.copy(from, fromAt + j, fromStep, rows, Math.min(width, columns - j), to.b(), at, width);
        }
    }
}
