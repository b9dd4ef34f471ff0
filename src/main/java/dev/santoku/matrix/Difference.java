package dev.santoku.matrix;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a matrix differs, bit for bit, from what it must be: where, how much of it, and in which pattern, since the pattern
 * tells faults apart: a launch that never happened, a stale read-back, a bad bit of memory.
 *
 * @param elements how many differ
 * @param of how many there are
 * @param firstRow the first row with a difference, from 0
 * @param lastRow the last one
 * @param firstColumn the first column with a difference, from 0
 * @param lastColumn the last one
 * @param pattern what all of them have in common, or what most have
 * @param example the first of them, in words
 */
public record Difference(
        long elements,
        long of,
        int firstRow,
        int lastRow,
        int firstColumn,
        int lastColumn,
        String pattern,
        String example) {
    /** Elements that one thread compares at a time: a large matrix is compared by all processors. */
    private static final int PIECE = 1 << 18;

    /**
     * Compares two matrices of one shape and precision, at the speed of memory. A NaN differs from everything but a NaN; −0
     * differs from 0.
     *
     * @param is not modified
     * @param must not modified
     * @param before what {@code is} would hold if it were left over from the product before
     * @return empty where all bits agree
     */
    public static Optional<Difference> between(Matrix is, Matrix must, Matrix before) {
        return agree(is, must) ? Optional.empty() : Optional.of(new DifferenceScan(is, must, before).difference());
    }

    /** Whether all bits of two matrices of one shape and precision agree, at the speed of memory; as {@link #between} does. */
    public static boolean agree(Matrix one, Matrix other) {
        int length = one.rows() * one.columns();
        int pieces = 1 + (length - 1) / PIECE;
        IntStream range = IntStream.range(0, pieces);
        return (pieces > 1 ? range.parallel() : range).allMatch(piece -> {
            int from = piece * PIECE;
            int to = Math.min(length, from + PIECE);
            return one instanceof FloatMatrix floats
                    ? Arrays.equals(floats.elements(), from, to, ((FloatMatrix) other).elements(), from, to)
                    : Arrays.equals(
                            ((DoubleMatrix) one).elements(), from, to, ((DoubleMatrix) other).elements(), from, to);
        });
    }

    /** In one line, for instance {@code 1 of 262144 elements differs (one bit flipped): row 17, column 301 is …}. */
    public String inWords() {
        String where = elements == 1
                ? ""
                : ", %s, %s".formatted(range("row", firstRow, lastRow), range("column", firstColumn, lastColumn));
        return "%d of %d elements %s%s (%s): %s"
                .formatted(elements, of, elements == 1 ? "differs" : "differ", where, pattern, example);
    }

    private static String range(String line, int first, int last) {
        return first == last ? line + " " + first : "%ss %d to %d".formatted(line, first, last);
    }
}
