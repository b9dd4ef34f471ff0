package dev.santoku.backend.cpu.kernel;

/**
 * What micro-kernels multiply in one round of the five loops: three arrays, and how A, B and C lie in them.
 *
 * <pre>
 *   A(i, p) = a[aAt + i·lda + (p / s)·sliceStep + p mod s]         s = {@link MicroKernel#SLICE_BYTES} / bytes of an element
 *   B(p, j) = b[bAt + (j / nr)·panelStep + p·ldb + j mod nr]
 *   C(i, j) = c[cAt + i·ldc + j]
 * </pre>
 *
 * <p>The same formulas read the matrices themselves and packed blocks of them. In A itself slices of s elements follow one
 * another and rows lie apart; in a packed strip the first slices of all rows come first, then the second ones, so that it
 * is read from front to back. In B itself a panel begins nr elements after the one before, in a packed block after all
 * rows of that one.
 *
 * <p>One object serves a product for all of its rounds, so that a product that runs again allocates nothing. It is changed
 * between rounds alone.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
public final class Operands<T> {
    private T a;
    private int lda;
    private int sliceStep;
    private T b;
    private int ldb;
    private int panelStep;
    private T c;
    private int ldc;
    private boolean accumulates;
    private int depth;

    /**
     * Sets A.
     *
     * @param array that holds it
     * @param ld elements from one row to the next
     * @param step elements from one slice of a row to the next
     */
    public Operands<T> a(T array, int ld, int step) {
        a = array;
        lda = ld;
        sliceStep = step;
        return this;
    }

    /**
     * Sets B.
     *
     * @param array that holds it
     * @param ld elements from one row to the next
     * @param step elements from one panel to the next
     */
    public Operands<T> b(T array, int ld, int step) {
        b = array;
        ldb = ld;
        panelStep = step;
        return this;
    }

    /**
     * Sets C.
     *
     * @param array that holds it
     * @param ld elements from one row to the next
     * @param accumulate whether kernels add to it, or overwrite it without reading it
     */
    public Operands<T> c(T array, int ld, boolean accumulate) {
        c = array;
        ldc = ld;
        accumulates = accumulate;
        return this;
    }

    /** Sets kc, the columns of A and rows of B that are multiplied: at least 1. */
    public Operands<T> depth(int kc) {
        depth = kc;
        return this;
    }

    public T a() {
        return a;
    }

    public int lda() {
        return lda;
    }

    public int sliceStep() {
        return sliceStep;
    }

    public T b() {
        return b;
    }

    public int ldb() {
        return ldb;
    }

    public int panelStep() {
        return panelStep;
    }

    public T c() {
        return c;
    }

    public int ldc() {
        return ldc;
    }

    public boolean accumulates() {
        return accumulates;
    }

    /** kc. */
    public int depth() {
        return depth;
    }
}
