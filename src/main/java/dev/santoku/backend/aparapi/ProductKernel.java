package dev.santoku.backend.aparapi;

import com.aparapi.Kernel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A kernel for C = A·B: its shape, how it divides C, and the proof that it did not run in Java.
 *
 * <p>One work-item computes {@code itemRows}×{@code itemColumns} elements of C, one work-group is
 * {@code groupRows}×{@code groupColumns} work-items; dimension 0 runs along the columns of C, dimension 2
 * along the products of a batch, whose matrices lie one behind the other. A kernel must write
 * nothing, and end, where m = n = k = 0: such an idle launch moves the buffers and computes nothing.
 *
 * <p>Aparapi reads the byte code of this class and of those below it: plain old Java only.
 *
 * @param <T> the arrays, {@code float[]} or {@code double[]}
 */
abstract class ProductKernel<T> extends Kernel {
    /** Rows of A and of C; with {@link #n} and {@link #k} the kernel's arguments. */
    protected int m;

    protected int n;
    protected int k;

    private final int itemRows;
    private final int itemColumns;
    private final int groupRows;
    private final int groupColumns;
    private final AtomicBoolean ranInJava = new AtomicBoolean();

    ProductKernel(int itemRows, int itemColumns, int groupRows, int groupColumns) {
        this.itemRows = itemRows;
        this.itemColumns = itemColumns;
        this.groupRows = groupRows;
        this.groupColumns = groupColumns;
    }

    final int groupRows() {
        return groupRows;
    }

    final int groupColumns() {
        return groupColumns;
    }

    /** Work-items along a column of C, a multiple of the group. */
    final int globalRows(int rows) {
        return ceilDiv(rows, itemRows * groupRows) * groupRows;
    }

    /** Work-items along a row of C, a multiple of the group. */
    final int globalColumns(int columns) {
        return ceilDiv(columns, itemColumns * groupColumns) * groupColumns;
    }

    /** Math.ceilDiv comes with Java 18. */
    private static int ceilDiv(int dividend, int divisor) {
        return (dividend - 1) / divisor + 1;
    }

    final void shape(int rows, int columns, int depth) {
        m = rows;
        n = columns;
        k = depth;
    }

    /**
     * Each kernel calls this first. Aparapi leaves the call out of the OpenCL that it writes, so that it happens if and
     * only if the byte code itself runs: on Java threads. Public, or Aparapi would not find the annotation.
     */
    @NoCL
    public void leaveTrace() {
        ranInJava.set(true);
    }

    /** Whether the byte code ran since the last call. */
    final boolean takeTrace() {
        return ranInJava.getAndSet(false);
    }

    /** Names the arrays that the next launch works on. */
    abstract void bind(T a, T b, T c);

    /** Names arrays of one element, so that nothing of a product is held. */
    abstract void unbind();

    /** Lets the next launch upload C again. */
    abstract void putC();

    /**
     * Downloads C.
     *
     * @return false when nothing arrived: Aparapi drops the error code of a read, so the array's ends are marked before
     */
    abstract boolean getC();
}
