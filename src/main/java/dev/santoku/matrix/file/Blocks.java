package dev.santoku.matrix.file;

import java.util.ArrayList;
import java.util.List;

/** Cuts a product whose factors are larger than memory. */
public final class Blocks {
    /** The panel of B gets a share of the memory, the blocks of A and C together another one; back ends pack in half of the rest. */
    private static final int SHARE = 6;

    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private static final int MOST_BLOCKS = 1 << 20;

    private Blocks() {}

    /**
     * Blocks of C, those of the same columns one behind the other.
     *
     * @param a m×k
     * @param b k×n
     * @param elementBytes of one element on the heap
     * @param memory bytes of the heap
     * @throws MatrixFileException when not even one column fits
     */
    public static List<Block> of(StoredMatrix a, StoredMatrix b, int elementBytes, long memory)
            throws MatrixFileException {
        long share = Math.min(MOST_ELEMENTS, memory / SHARE / elementBytes);
        int k = a.columns();
        long fitting = share / k;
        int columns = part(b.columns(), fitting);
        int rows = columns == 0 ? 0 : part(a.rows(), share / ((long) k + columns));
        if (columns == 0 || rows == 0) {
            throw new MatrixFileException(
                    "a row of %d elements does not fit into %d MB: give more with --memory".formatted(k, memory >> 20));
        }
        double count = Math.ceil((double) b.columns() / columns) * Math.ceil((double) a.rows() / rows);
        if (count > MOST_BLOCKS) {
            throw new MatrixFileException("in %d MB the product falls into %.0f blocks: give more with --memory"
                    .formatted(memory >> 20, count));
        }
        List<Block> blocks = new ArrayList<>();
        for (int column = 0; column < b.columns(); column += columns) {
            int wide = Math.min(columns, b.columns() - column);
            for (int row = 0; row < a.rows(); row += rows) {
                blocks.add(new Block(row, Math.min(rows, a.rows() - row), column, wide));
            }
        }
        return blocks;
    }

    /** Of parts that are alike, but for the last: as many as are needed. 0 where none fits. */
    private static int part(int whole, long most) {
        if (most < 1) {
            return 0;
        }
        long parts = (whole + most - 1) / most;
        return Math.toIntExact((whole + parts - 1) / parts);
    }
}
