package dev.santoku.backend.aparapi;

// The build writes the twin for float, see pom.xml.
/** The textbook kernel: one work-item per element of C, all operands from global memory. */
final class NaiveDoubleKernel extends DoubleKernel {
    /** @param side work-items along each side of a work-group; any will do */
    NaiveDoubleKernel(int side) {
        super(1, 1, side, side);
    }

    @Override
    public void run() {
        leaveTrace();
        int column = getGlobalId(0);
        int row = getGlobalId(1);
        int product = getGlobalId(2);
        if (row < m && column < n) {
            double sum = 0;
            for (int p = 0; p < k; p++) {
                sum += a[(product * m + row) * k + p] * b[(product * k + p) * n + column];
            }
            c[(product * m + row) * n + column] = sum;
        }
    }
}
