package dev.santoku.matrix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a product C = A·B: A is m×k, B is k×n, C is m×n; or of a batch of such products that are computed in one call.
 * The matrices of a batch lie one behind the other: A is then (batch·m)×k, B (batch·k)×n and C (batch·m)×n.
 *
 * @param m rows of A and of C, at least 1
 * @param n columns of B and of C, at least 1
 * @param k columns of A and rows of B, at least 1
 * @param batch how many products, at least 1
 */
public record Shape(int m, int n, int k, int batch) {
    /** Elements that one Java array holds on every common JVM. */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:x(\\d{1,18})x(\\d{1,18}))?");

    public Shape {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("shape %dx%dx%d: every side must be at least 1".formatted(m, n, k));
        }
        if (batch < 1) {
            throw new IllegalArgumentException("a batch of %d products: it must hold at least 1".formatted(batch));
        }
        if ((long) batch * Math.max(m, k) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of %d products %dx%dx%d: all have more than %d rows"
                    .formatted(batch, m, n, k, Integer.MAX_VALUE));
        }
    }

    /**
     * Whether A, B and C, over the whole batch, fit into a Java array each. Where they do not, they lie {@linkplain OffHeapMatrix
     * outside of the heap}.
     */
    public boolean fitsArrays() {
        return fits(rows(), k) && fits(rowsOfB(), n) && fits(rows(), n);
    }

    private static boolean fits(long rows, long columns) {
        return rows * columns <= MAX_ELEMENTS;
    }

    /**
     * This shape, of matrices on the heap.
     *
     * @throws IllegalArgumentException when a matrix would not fit into a Java array
     */
    public Shape onHeap() {
        checkFits("A", m, k, m, n, k, batch);
        checkFits("B", k, n, m, n, k, batch);
        checkFits("C", m, n, m, n, k, batch);
        return this;
    }

    /** One product. */
    public Shape(int m, int n, int k) {
        this(m, n, k, 1);
    }

    /** N×N×N. */
    public static Shape square(int n) {
        return new Shape(n, n, n);
    }

    /**
     * The shape of a·b.
     *
     * @throws IllegalArgumentException when the inner sides or the precisions differ
     */
    public static Shape of(Matrix a, Matrix b) {
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException("A is %d×%d and B is %d×%d: A must have as many columns as B has rows"
                    .formatted(a.rows(), a.columns(), b.rows(), b.columns()));
        }
        checkPrecision(a, b);
        return new Shape(a.rows(), b.columns(), a.columns());
    }

    private static void checkPrecision(Matrix a, Matrix b) {
        if (a.precision() != b.precision()) {
            throw new IllegalArgumentException(
                    "A is %s and B is %s: both must have one precision".formatted(a.precision(), b.precision()));
        }
    }

    /**
     * The shape of the products of a's slices and b's slices.
     *
     * @param a (batch·m)×k
     * @param b (batch·k)×n
     * @throws IllegalArgumentException when they are no whole slices, the inner sides or the precisions differ
     */
    public static Shape of(Matrix a, Matrix b, int batch) {
        if (batch == 1) {
            return of(a, b);
        }
        if (batch < 1 || a.rows() % batch != 0 || b.rows() % batch != 0) {
            throw new IllegalArgumentException("A has %d rows and B has %d: they cannot be cut into %d equal slices"
                    .formatted(a.rows(), b.rows(), batch));
        }
        if ((long) a.columns() * batch != b.rows()) {
            throw new IllegalArgumentException(
                    "A is %d×%d and B is %d×%d: B must have as many rows as A has columns, for each of %d products"
                            .formatted(a.rows(), a.columns(), b.rows(), b.columns(), batch));
        }
        checkPrecision(a, b);
        return new Shape(a.rows() / batch, b.columns(), a.columns(), batch);
    }

    /**
     * Reads {@code MxNxK}, or {@code N} for N×N×N.
     *
     * @throws IllegalArgumentException when the text is neither, or a side is out of range
     */
    public static Shape parse(String text) {
        int[] sides = parseSides(text);
        return new Shape(sides[0], sides[1], sides[2]).onHeap();
    }

    /**
     * The m, n and k of such a text, of matrices that need not fit into arrays.
     *
     * @throws IllegalArgumentException likewise
     */
    public static int[] parseSides(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: write N for N×N×N or MxNxK, whole numbers from 1 on");
        }
        int m = side(text, matcher.group(1));
        return matcher.group(2) == null
                ? new int[] {m, m, m}
                : new int[] {m, side(text, matcher.group(2)), side(text, matcher.group(3))};
    }

    private static int side(String text, String digits) {
        long side = Long.parseLong(digits);
        if (side < 1) {
            throw new IllegalArgumentException("size '" + text + "': every side must be at least 1");
        }
        if (side > MAX_ELEMENTS) {
            throw new IllegalArgumentException("size '" + text + "': a side of " + digits + " is more than the "
                    + MAX_ELEMENTS + " elements a Java array holds");
        }
        return (int) side;
    }

    private static void checkFits(String matrix, long rows, long columns, int m, int n, int k, int batch) {
        if (rows * columns > MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    ("shape %dx%dx%d: %s would hold %d×%d = %d elements, more than the %d of a Java array; "
                                    + "choose a smaller size")
                            .formatted(m, n, k, matrix, rows, columns, rows * columns, MAX_ELEMENTS));
        }
        if (rows * columns > MAX_ELEMENTS / batch) {
            throw new IllegalArgumentException(
                    ("a batch of %d products %dx%dx%d: the %s of all would hold more than the %d elements of a Java array; "
                                    + "choose a smaller batch or size")
                            .formatted(batch, m, n, k, matrix, MAX_ELEMENTS));
        }
    }

    /** As many independent products of this shape, in one call. */
    public Shape inBatch(int products) {
        return new Shape(m, n, k, products).onHeap();
    }

    /** One of the products. */
    public Shape single() {
        return batch == 1 ? this : new Shape(m, n, k);
    }

    /** Rows of A and of C, over the whole batch. */
    public int rows() {
        return batch * m;
    }

    /** Rows of B, over the whole batch. */
    public int rowsOfB() {
        return batch * k;
    }

    /** Multiplications and additions of all products, 2·m·n·k each: what GFLOP/s counts. */
    public double flops() {
        return 2.0 * m * n * k * batch;
    }

    /** Bytes of A, B and C together, over the whole batch. */
    public long bytes(Precision precision) {
        double elements = (double) m * k + (double) k * n + (double) m * n;
        return (long) (elements * batch * precision.bytes()); // exact up to 2⁵³
    }

    /** Whether m = n = k. */
    public boolean isSquare() {
        return m == n && n == k;
    }

    /** {@code N} for a square, else {@code MxNxK}, which {@link #parse} reads; {@code 64 × 32x32x32} for a batch. */
    @Override
    public String toString() {
        if (batch > 1) {
            return batch + " × " + m + "x" + n + "x" + k;
        }
        return isSquare() ? Integer.toString(m) : m + "x" + n + "x" + k;
    }
}
