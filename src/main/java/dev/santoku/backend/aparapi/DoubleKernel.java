package dev.santoku.backend.aparapi;

/** A kernel over {@code double}: the three arrays, which Aparapi passes as buffers. */
abstract class DoubleKernel extends ProductKernel<double[]> {
    /** A NaN that no arithmetic yields. */
    private static final long MARK = 0x7ffdead17badca5eL;

    protected double[] a = new double[1];
    protected double[] b = new double[1];
    protected double[] c = new double[1];

    DoubleKernel(int itemRows, int itemColumns, int groupRows, int groupColumns) {
        super(itemRows, itemColumns, groupRows, groupColumns);
    }

    @Override
    final void bind(double[] newA, double[] newB, double[] newC) {
        a = newA;
        b = newB;
        c = newC;
    }

    @Override
    final void unbind() {
        bind(new double[1], new double[1], new double[1]);
    }

    @Override
    final void putC() {
        put(c);
    }

    @Override
    final boolean getC() {
        c[0] = Double.longBitsToDouble(MARK);
        c[c.length - 1] = Double.longBitsToDouble(MARK);
        get(c);
        return Double.doubleToRawLongBits(c[0]) != MARK && Double.doubleToRawLongBits(c[c.length - 1]) != MARK;
    }
}
