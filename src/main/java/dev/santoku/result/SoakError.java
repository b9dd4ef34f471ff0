package dev.santoku.result;

import dev.santoku.matrix.Difference;
import java.util.List;

/**
 * A wrong product of a burn-in: {@code firstError} and {@code moreErrors} in the result file.
 *
 * @param seconds since the load began
 * @param product its number, from 1, in the order in which they were verified
 * @param elements how many differ
 * @param of how many there are
 * @param rows the first and the last row with a difference, from 0
 * @param columns the first and the last column with a difference, from 0
 * @param pattern what all elements that differ have in common, or what most have
 * @param example the first of them, in words
 */
public record SoakError(
        double seconds,
        long product,
        long elements,
        long of,
        List<Integer> rows,
        List<Integer> columns,
        String pattern,
        String example) {
    public SoakError {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /** Of a product that was seen to differ. */
    public static SoakError of(double seconds, long product, Difference difference) {
        return new SoakError(
                seconds,
                product,
                difference.elements(),
                difference.of(),
                List.of(difference.firstRow(), difference.lastRow()),
                List.of(difference.firstColumn(), difference.lastColumn()),
                difference.pattern(),
                difference.example());
    }

    /** In one line, for instance {@code wrong product 17, 3.2 s after the load began: 1 of 262144 elements (one bit flipped): row 17 …}. */
    public String inWords() {
        return "product %d wrong, %.1f s after the load began: %s"
                .formatted(product, seconds, difference().inWords());
    }

    private Difference difference() {
        return new Difference(elements, of, rows.get(0), rows.get(1), columns.get(0), columns.get(1), pattern, example);
    }
}
