package dev.santoku.backend.aparapi;

// The build writes the twin for float, see pom.xml.
/**
 * A kernel for CPUs, without barriers: a work-item alone in its work-group multiplies {@value #BLOCK_ROWS} rows of A by
 * {@value #COLUMNS} columns of B.
 *
 * <pre>
 *              columns of B: a panel of DEPTH×COLUMNS, copied into local memory
 *              ┌────┐
 *              │    │ ← DEPTH
 *              └────┘
 *   A  ┌─────┐ ┌────┐
 *      │     │ │    │ ← ROWS×COLUMNS sums held in registers
 *      │     │ ├────┤
 *      │     │ │    │   … BLOCK_ROWS of them below each other
 *      └─────┘ └────┘ C
 * </pre>
 *
 * <p>An OpenCL driver for a CPU runs a work-group as a loop, split at each barrier, and what lives across a barrier goes
 * through memory; local memory is ordinary memory that stays in the first cache. With a group of one there is nothing
 * to wait for. The panel is {@code 24 KiB}, and read BLOCK_ROWS / ROWS times.
 *
 * <p>Each loop over {@value #LANES} elements is short enough to be unrolled before the compiler looks for vectors, so that
 * it becomes one instruction on 256 bits: {@code 4 × 3} sums, 3 elements of B and one of A fill the 16 registers of AVX2.
 *
 * <p>Where C ends inside a tile, columns of zeros are multiplied and the last row is multiplied again; neither is stored.
 */
final class PanelDoubleKernel extends DoubleKernel {
    private static final int LANES = 32 / Double.BYTES;
    private static final int ROWS = 4;
    private static final int COLUMNS = 3 * LANES;
    private static final int DEPTH = 256;
    private static final int BLOCK_ROWS = 128;

    @Local
    private final double[] panel = new double[DEPTH * COLUMNS];

    @PrivateMemorySpace(ROWS * COLUMNS)
    private final double[] sums = new double[ROWS * COLUMNS];

    PanelDoubleKernel() {
        super(BLOCK_ROWS, COLUMNS, 1, 1);
    }

    @Override
    public void run() {
        leaveTrace();
        int column = getGlobalId(0) * COLUMNS;
        int columns = min(COLUMNS, n - column);
        int firstRow = getGlobalId(1) * BLOCK_ROWS;
        int endRow = min(firstRow + BLOCK_ROWS, m);
        int fromA = getGlobalId(2) * m * k;
        int fromB = getGlobalId(2) * k * n;
        int fromC = getGlobalId(2) * m * n;
        for (int start = 0; start < k; start += DEPTH) {
            int depth = min(DEPTH, k - start);
            for (int p = 0; p < depth; p++) {
                for (int j = 0; j < COLUMNS; j++) {
                    double element = 0;
                    if (j < columns) {
                        element = b[fromB + (start + p) * n + column + j];
                    }
                    panel[p * COLUMNS + j] = element;
                }
            }
            for (int row = firstRow; row < endRow; row += ROWS) {
                int at0 = fromA + row * k + start;
                int at1 = fromA + min(row + 1, m - 1) * k + start;
                int at2 = fromA + min(row + 2, m - 1) * k + start;
                int at3 = fromA + min(row + 3, m - 1) * k + start;
                for (int j = 0; j < ROWS * COLUMNS; j++) {
                    sums[j] = 0;
                }
                for (int p = 0; p < depth; p++) {
                    double a0 = a[at0 + p];
                    double a1 = a[at1 + p];
                    double a2 = a[at2 + p];
                    double a3 = a[at3 + p];
                    int left = p * COLUMNS;
                    int middle = left + LANES;
                    int right = middle + LANES;
                    for (int j = 0; j < LANES; j++) {
                        sums[j] += a0 * panel[left + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[LANES + j] += a0 * panel[middle + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[2 * LANES + j] += a0 * panel[right + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[COLUMNS + j] += a1 * panel[left + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[COLUMNS + LANES + j] += a1 * panel[middle + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[COLUMNS + 2 * LANES + j] += a1 * panel[right + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[2 * COLUMNS + j] += a2 * panel[left + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[2 * COLUMNS + LANES + j] += a2 * panel[middle + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[2 * COLUMNS + 2 * LANES + j] += a2 * panel[right + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[3 * COLUMNS + j] += a3 * panel[left + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[3 * COLUMNS + LANES + j] += a3 * panel[middle + j];
                    }
                    for (int j = 0; j < LANES; j++) {
                        sums[3 * COLUMNS + 2 * LANES + j] += a3 * panel[right + j];
                    }
                }
                int rows = min(ROWS, m - row);
                for (int i = 0; i < ROWS; i++) {
                    for (int j = 0; j < COLUMNS; j++) {
                        if (i < rows && j < columns) {
                            int at = fromC + (row + i) * n + column + j;
                            double sum = sums[i * COLUMNS + j];
                            if (start > 0) {
                                sum += c[at];
                            }
                            c[at] = sum;
                        }
                    }
                }
            }
        }
    }
}
