package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;

/**
 * A CPU's vector registers: 32 with 512 bits (AVX-512) and with 128 (NEON), 16 with 256 (AVX2), by the manuals of Intel and Arm.
 *
 * @param count how many there are
 */
record VectorRegisters(int count) {
    private static final int BYTES_OF_AVX2 = 32;

    /** Sums in flight that hide the latency of a multiply-add: two units, four cycles (Agner Fog's tables, Zen 4). */
    private static final double ENOUGH_SUMS = 8;

    /** Of a tile that leaves no register for what is added to it. */
    private static final double CROWDED = 0.5;

    static VectorRegisters of(DeviceLimits limits, Precision precision) {
        return new VectorRegisters(limits.lanes(precision) * precision.bytes() == BYTES_OF_AVX2 ? 16 : 32);
    }

    /**
     * Of a register tile.
     *
     * @param rows of sums
     * @param vectors of sums in a row
     * @param share of the peak that it may reach where all fits
     */
    Estimate estimate(int rows, int vectors, double share) {
        boolean fits = rows * vectors + vectors + 1 <= count;
        return estimate(rows * vectors, fits ? share : CROWDED * share);
    }

    /** The same for so many vectors of sums: more than there are registers are kept in memory at each step. */
    Estimate estimate(int sums, double share) {
        return sums > count
                ? Estimate.hopeless("%d vectors of sums where there are %d registers".formatted(sums, count))
                : Estimate.of(share * Math.min(1, sums / ENOUGH_SUMS));
    }
}
