package dev.santoku.backend.aparapi;

/** A kernel over {@code float}: the three arrays, which Aparapi passes as buffers. */
abstract class FloatKernel extends ProductKernel<float[]> {
    /** A NaN that no arithmetic yields. */
    private static final int MARK = 0x7fdead17;

    protected float[] a = new float[1];
    protected float[] b = new float[1];
    protected float[] c = new float[1];

    FloatKernel(int itemRows, int itemColumns, int groupRows, int groupColumns) {
        super(itemRows, itemColumns, groupRows, groupColumns);
    }

    @Override
    final void bind(float[] newA, float[] newB, float[] newC) {
        a = newA;
        b = newB;
        c = newC;
    }

    @Override
    final void unbind() {
        bind(new float[1], new float[1], new float[1]);
    }

    @Override
    final void putC() {
        put(c);
    }

    @Override
    final boolean getC() {
        c[0] = Float.intBitsToFloat(MARK);
        c[c.length - 1] = Float.intBitsToFloat(MARK);
        get(c);
        return Float.floatToRawIntBits(c[0]) != MARK && Float.floatToRawIntBits(c[c.length - 1]) != MARK;
    }
}
