package dev.santoku.backend.cpu.kernel;

/** Copies parts of row-major matrices. */
public final class Rows {
    private Rows() {}

    /**
     * {@code to[toAt + i·toStep + j] = from[fromAt + i·fromStep + j]}.
     *
     * @param <T> {@code float[]} or {@code double[]}
     * @param from not modified
     * @param fromStep from one row to the next
     * @param rows to copy
     * @param columns to copy of each
     * @param to these elements are overwritten
     * @param toStep from one row to the next
     */
    @SuppressWarnings("SuspiciousSystemArraycopy") // it takes arrays as objects, so this is not in need of a twin
    public static <T> void copy(T from, int fromAt, int fromStep, int rows, int columns, T to, int toAt, int toStep) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromAt + i * fromStep, to, toAt + i * toStep, columns);
        }
    }
}
