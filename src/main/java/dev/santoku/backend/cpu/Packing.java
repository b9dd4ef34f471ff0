package dev.santoku.backend.cpu;

/**
 * Copies blocks of A and B to where a micro-kernel reads them fastest.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface Packing<T> {
    /**
     * Packs a strip of A in slices of s = {@link MicroKernel#SLICE_BYTES} / bytes of an element: {@code to[toAt + (p / s)·height·s
     * + i·s + p mod s] = from[fromAt + i·fromStep + p]}.
     *
     * @param from holds A; not modified
     * @param fromAt the first element
     * @param fromStep from one row of A to the next
     * @param rows to pack
     * @param depth elements to pack of each
     * @param to these elements are overwritten
     * @param toAt where the strip begins
     * @param height rows that the strip has room for, at least {@code rows}
     */
    void packA(T from, int fromAt, int fromStep, int rows, int depth, T to, int toAt, int height);

    /**
     * Packs rows of B into panels, each of which is read front to back. The panel that begins at column j holds row p in
     * {@code to[toAt + j·depth + p·width]} and what follows. What the last one is wider than the columns left over is not set.
     *
     * @param from holds B; not modified
     * @param fromAt the first element
     * @param fromStep from one row of B to the next
     * @param firstRow the row of the panels that the first one packed becomes
     * @param rows to pack
     * @param columns to pack of each
     * @param to receives the panels
     * @param toAt where the first of them begins
     * @param depth rows of a panel
     * @param width columns of a panel
     */
    void packB(
            T from,
            int fromAt,
            int fromStep,
            int firstRow,
            int rows,
            int columns,
            T to,
            int toAt,
            int depth,
            int width);
}
