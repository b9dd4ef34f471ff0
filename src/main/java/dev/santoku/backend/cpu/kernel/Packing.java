package dev.santoku.backend.cpu.kernel;

/**
 * Copies blocks of A and B to where a micro-kernel reads them fastest.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public interface Packing<T> {
    /**
     * Packs rows of A into a strip: {@code A(i, p) = from[fromAt + i·fromStep + p]}, with p &lt; kc.
     *
     * @param from holds A; not modified
     * @param fromAt the first element
     * @param fromStep from one row of A to the next
     * @param rows to pack, as many as the strip has room for or fewer
     * @param to A is overwritten; the strip's height is {@code sliceStep / lda}
     * @param toAt where the strip begins
     */
    void packA(T from, int fromAt, int fromStep, int rows, Operands<T> to, int toAt);

    /**
     * Packs rows of B into panels, each of which is read front to back: {@code B(p, j) = from[fromAt + p·fromStep + j]}. What the
     * last panel is wider than the columns left over is not set.
     *
     * @param from holds B; not modified
     * @param fromAt the first element
     * @param fromStep from one row of B to the next
     * @param rows to pack
     * @param columns to pack of each
     * @param to B is overwritten; a panel's width is {@code ldb}
     * @param toAt where the first row packed begins in the first panel
     */
    void packB(T from, int fromAt, int fromStep, int rows, int columns, Operands<T> to, int toAt);
}
