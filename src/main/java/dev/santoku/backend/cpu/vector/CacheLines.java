package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.MicroKernel;

/** Has cache lines that are going to be overwritten come from far memory while something else is computed. */
final class CacheLines {
    private CacheLines() {}

    /**
     * Overwrites an element on each line of some rows, with zero. The processor does not wait for a line to be written to as it
     * waits for one to be read, and Java has no instruction that only asks for it.
     *
     * @param c {@code float[]} or {@code double[]}; of the rows, any element may be overwritten
     * @param at where the first row begins
     * @param step from one row to the next
     * @param rows how many
     * @param columns elements of each, at least 1
     */
    static void claim(Object c, int at, int step, int rows, int columns) {
        if (c instanceof float[] floats) {
            for (int row = 0; row < rows; row++) {
                claim(floats, at + row * step, columns);
            }
        } else if (c instanceof double[] doubles) {
            for (int row = 0; row < rows; row++) {
                claim(doubles, at + row * step, columns);
            }
        }
    }

    private static void claim(float[] c, int at, int columns) {
        for (int j = 0; j < columns; j += MicroKernel.SLICE_BYTES / Float.BYTES) {
            c[at + j] = 0;
        }
        c[at + columns - 1] = 0; // a row that does not begin at a line ends on one more
    }

    private static void claim(double[] c, int at, int columns) {
        for (int j = 0; j < columns; j += MicroKernel.SLICE_BYTES / Double.BYTES) {
            c[at + j] = 0;
        }
        c[at + columns - 1] = 0;
    }
}
