package dev.santoku.matrix;

import java.util.EnumMap;
import java.util.Map;

/** Looks at every element of a matrix that is known to differ from what it must be. */
final class DifferenceScan {
    private final Matrix is;
    private final Matrix must;
    private final Matrix before;
    private final Map<Pattern, Long> patterns = new EnumMap<>(Pattern.class);
    private long elements;
    private int firstRow = Integer.MAX_VALUE;
    private int lastRow = -1;
    private int firstColumn = Integer.MAX_VALUE;
    private int lastColumn = -1;
    private String example = "";

    /** What an element can have suffered, the most telling first. */
    private enum Pattern {
        NAN("NaN, as where nothing was written over the poison"),
        ZERO("zero"),
        STALE("as in the product before"),
        INFINITE("infinite"),
        BIT("one bit flipped"),
        DOUBLED("doubled"),
        SCATTERED("no pattern");

        private final String words;

        Pattern(String words) {
            this.words = words;
        }
    }

    DifferenceScan(Matrix is, Matrix must, Matrix before) {
        this.is = is;
        this.must = must;
        this.before = before;
    }

    Difference difference() {
        for (int row = 0; row < is.rows(); row++) {
            for (int column = 0; column < is.columns(); column++) {
                compare(row, column);
            }
        }
        Map.Entry<Pattern, Long> usual = patterns.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new AssertionError("two matrices differ in no element"));
        String words = usual.getValue() == elements
                ? usual.getKey().words
                : "%d %s".formatted(usual.getValue(), usual.getKey().words);
        return new Difference(
                elements, (long) is.rows() * is.columns(), firstRow, lastRow, firstColumn, lastColumn, words, example);
    }

    private void compare(int row, int column) {
        long bits = bits(is, row, column);
        long right = bits(must, row, column);
        if (bits == right) {
            return;
        }
        if (elements == 0) {
            int digits = is.precision().bytes() * 2;
            example = "row %d, column %d is %s (0x%0" + digits + "x) and must be %s (0x%0" + digits + "x)";
            example = example.formatted(row, column, is.at(row, column), bits, must.at(row, column), right);
        }
        elements++;
        firstRow = Math.min(firstRow, row);
        lastRow = Math.max(lastRow, row);
        firstColumn = Math.min(firstColumn, column);
        lastColumn = Math.max(lastColumn, column);
        patterns.merge(pattern(row, column, bits ^ right), 1L, Long::sum);
    }

    private Pattern pattern(int row, int column, long flipped) {
        double element = is.at(row, column);
        if (Double.isNaN(element)) {
            return Pattern.NAN;
        } else if (element == 0) {
            return Pattern.ZERO;
        } else if (bits(is, row, column) == bits(before, row, column)) {
            return Pattern.STALE;
        } else if (Double.isInfinite(element)) {
            return Pattern.INFINITE;
        } else if (element == 2 * must.at(row, column)) {
            return Pattern.DOUBLED;
        }
        return Long.bitCount(flipped) == 1 ? Pattern.BIT : Pattern.SCATTERED;
    }

    private static long bits(Matrix matrix, int row, int column) {
        return matrix.precision().storage() == Precision.F32
                ? Float.floatToIntBits((float) matrix.at(row, column)) & 0xFFFFFFFFL
                : Double.doubleToLongBits(matrix.at(row, column));
    }
}
