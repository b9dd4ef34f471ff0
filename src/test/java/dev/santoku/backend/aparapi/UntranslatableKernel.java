package dev.santoku.backend.aparapi;

/** A right product that Aparapi cannot turn into OpenCL, for it makes an object. */
final class UntranslatableKernel extends FloatKernel {
    UntranslatableKernel() {
        super(1, 1, 1, 1);
    }

    @Override
    public void run() {
        leaveTrace();
        int column = getGlobalId(0);
        int row = getGlobalId(1);
        if (row < m && column < n) {
            StringBuilder digits = new StringBuilder();
            float sum = 0;
            for (int p = 0; p < k; p++) {
                digits.append(p);
                sum += a[row * k + p] * b[p * n + column];
            }
            c[row * n + column] = digits.length() > 0 ? sum : 0;
        }
    }
}
