package dev.santoku.matrix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a product C = A·B: A is m×k, B is k×n, C is m×n.
 *
 * @param m rows of A and of C, at least 1
 * @param n columns of B and of C, at least 1
 * @param k columns of A and rows of B, at least 1
 */
public record Shape(int m, int n, int k) {
    /** Elements that one Java array holds on every common virtual machine. */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:x(\\d{1,18})x(\\d{1,18}))?");

    public Shape {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("shape %dx%dx%d: every side must be at least 1".formatted(m, n, k));
        }
        checkFits("A", m, k, m, n, k);
        checkFits("B", k, n, m, n, k);
        checkFits("C", m, n, m, n, k);
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
        if (a.precision() != b.precision()) {
            throw new IllegalArgumentException(
                    "A is %s and B is %s: both must have one precision".formatted(a.precision(), b.precision()));
        }
        return new Shape(a.rows(), b.columns(), a.columns());
    }

    /**
     * Reads {@code MxNxK}, or {@code N} for N×N×N.
     *
     * @throws IllegalArgumentException when the text is neither, or a side is out of range
     */
    public static Shape parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size: write N for N×N×N or MxNxK, whole numbers from 1 on");
        }
        if (matcher.group(2) == null) {
            return square(side(text, matcher.group(1)));
        }
        return new Shape(side(text, matcher.group(1)), side(text, matcher.group(2)), side(text, matcher.group(3)));
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

    private static void checkFits(String matrix, long rows, long columns, int m, int n, int k) {
        if (rows * columns > MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    ("shape %dx%dx%d: %s would hold %d×%d = %d elements, more than the %d of a Java array; "
                                    + "choose a smaller size")
                            .formatted(m, n, k, matrix, rows, columns, rows * columns, MAX_ELEMENTS));
        }
    }

    /** Multiplications and additions, 2·m·n·k: what GFLOP/s counts. */
    public double flops() {
        return 2.0 * m * n * k;
    }

    /** Bytes of A, B and C together. */
    public long bytes(Precision precision) {
        return ((long) m * k + (long) k * n + (long) m * n) * precision.bytes();
    }

    /** Whether m = n = k. */
    public boolean isSquare() {
        return m == n && n == k;
    }

    /** {@code N} for a square, else {@code MxNxK}: what {@link #parse} reads. */
    @Override
    public String toString() {
        return isSquare() ? Integer.toString(m) : m + "x" + n + "x" + k;
    }
}
