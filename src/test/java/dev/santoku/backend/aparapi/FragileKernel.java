package dev.santoku.backend.aparapi;

/** A right product that runs on a device until it is broken. */
final class FragileKernel extends FloatKernel {
    private float[] extra = new float[1];

    FragileKernel() {
        super(1, 1, 1, 1);
    }

    /** From now on the device must refuse: OpenCL makes no buffer of nothing. */
    void breakOnDevices() {
        extra = new float[0];
    }

    @Override
    public void run() {
        leaveTrace();
        int column = getGlobalId(0);
        int row = getGlobalId(1);
        if (row < m && column < n) {
            float sum = 0;
            for (int p = 0; p < k; p++) {
                sum += a[row * k + p] * b[p * n + column];
            }
            if (k < 0) {
                sum += extra[0];
            }
            c[row * n + column] = sum;
        }
    }
}
