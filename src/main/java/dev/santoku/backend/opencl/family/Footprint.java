package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;

/**
 * What a kernel with tiles in local memory takes of a GPU's unit, as far as its parameters tell: registers are estimated, within
 * about 15 % of what ptxas reports for the shipped parameters.
 *
 * @param groupItems work-items of a group
 * @param localBytes of a group
 * @param sums registers of 32 bits for a work-item's sums
 * @param operands the same for what is added to them in a step
 * @param staged the same for what is on its way to local memory
 * @param share of multiply-adds among the instructions of the inner loop, 0 to 1
 * @param blockM rows of a group's block of C
 * @param blockN columns of it
 */
record Footprint(
        int groupItems, long localBytes, int sums, int operands, int staged, double share, int blockM, int blockN) {
    /** Registers beyond which an estimate is no mistake any more: then sums are kept in memory. */
    private static final double MISTAKE = 1.15;

    /** Of a kernel that keeps part of its sums in memory, beside one that does not. */
    private static final double SPILLED = 0.4;

    /** Of a unit with one group, which idles at each barrier. */
    private static final double ALONE = 0.8;

    /** Work-items of a unit that hide the latency of multiply-adds: two warps for each of four schedulers. */
    private static final double ENOUGH_ITEMS = 256;

    /** Multiply-adds in the time of a read from global memory, out of the last cache. */
    private static final double COST_OF_READ = 16;

    /** Registers of a work-item, with so many for all but elements. */
    int registers(int overhead) {
        return sums + operands + staged + overhead;
    }

    /** On a device whose compiler decides about registers. */
    Estimate estimate(DeviceLimits limits) {
        return estimate(limits, GpuUnit.of(limits.architecture()));
    }

    /** Of a kernel with barriers: a CPU keeps in memory what lives across them. */
    Estimate estimate(DeviceLimits limits, GpuUnit unit) {
        if (limits.kind() == Device.Kind.CPU) {
            return Estimate.hopeless("a CPU keeps %d registers of sums in memory across barriers".formatted(sums));
        }
        int registers = registers(unit.overhead());
        boolean known = limits.architecture().vendor() != GpuArchitecture.Vendor.OTHER;
        if (known && registers > MISTAKE * unit.mostOfItem()) {
            return Estimate.hopeless(
                    "about %d registers where a work-item has %d".formatted(registers, unit.mostOfItem()));
        }
        double spilled = registers > unit.mostOfItem() ? SPILLED : 1;
        int held = Math.min(registers, unit.mostOfItem());
        long groups = Math.min(
                unit.items() / groupItems,
                Math.min(
                        unit.registers() / ((long) held * groupItems),
                        unit.localBytes() / (localBytes + unit.reservedBytes())));
        double busy = Math.min(1, Math.max(1, groups) * groupItems / ENOUGH_ITEMS);
        double reads = 1 / (1 + COST_OF_READ * (1.0 / blockM + 1.0 / blockN));
        return Estimate.of(share * reads * spilled * (groups > 1 ? 1 : ALONE) * Math.sqrt(busy));
    }
}
