package dev.santoku.backend.aparapi;

import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.Device;
import dev.santoku.backend.Variant;

/** The kernel shapes, and which of them a variant takes on a device. */
enum KernelChoice {
    NAIVE,
    PANEL,
    TILE;

    static final Variant NAIVE_VARIANT =
            new Variant("naive", "one work-item per element, all operands from global memory");
    static final Variant TILED_VARIANT =
            new Variant("tiled", "tiles in local memory, a block of sums in each work-item's registers");

    private static final int NAIVE_SIDE = 16;

    /**
     * {@code tiled} is {@link #TILE} where work-items run in lock-step, and {@link #PANEL} on CPUs, where barriers are dear,
     * and on whatever has no room for a tile.
     */
    static KernelChoice of(Variant variant, Device.Kind kind, OpenCLDevice limits) {
        if (variant.equals(NAIVE_VARIANT)) {
            return NAIVE;
        }
        int localBytes = Math.max(TileFloatKernel.LOCAL_BYTES, TileDoubleKernel.LOCAL_BYTES);
        boolean fits = allows(limits, TileFloatKernel.SIDE) && limits.getLocalMemSize() >= localBytes;
        return kind != Device.Kind.CPU && fits ? TILE : PANEL;
    }

    /** A kernel in f32 within the device's limits. */
    ProductKernel<float[]> inFloat(OpenCLDevice limits) {
        if (this == NAIVE) {
            return new NaiveFloatKernel(naiveSide(limits));
        }
        return this == PANEL ? new PanelFloatKernel() : new TileFloatKernel();
    }

    /** A kernel in f64 within the device's limits. */
    ProductKernel<double[]> inDouble(OpenCLDevice limits) {
        if (this == NAIVE) {
            return new NaiveDoubleKernel(naiveSide(limits));
        }
        return this == PANEL ? new PanelDoubleKernel() : new TileDoubleKernel();
    }

    private static int naiveSide(OpenCLDevice limits) {
        return allows(limits, NAIVE_SIDE) ? NAIVE_SIDE : 1;
    }

    /** Whether a work-group may be side×side; some drivers for CPUs allow but one work-item in the second dimension. */
    private static boolean allows(OpenCLDevice limits, int side) {
        int[] sizes = limits.getMaxWorkItemSize();
        return limits.getMaxWorkGroupSize() >= side * side && sizes[0] >= side && sizes[1] >= side;
    }
}
