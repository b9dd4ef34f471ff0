package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.PackedB;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashSet;
import java.util.Set;

/** Adds up what blocks of rows, which share a panel of B, take of a device's memory. */
final class Footprints {
    private final Precision precision;
    private final long largest;
    private final Set<PackedB> packed = new HashSet<>();
    private long panel;
    private long lane;
    private boolean tooLarge;

    /** @param largest buffer that the device allocates, bytes */
    Footprints(Precision precision, long largest) {
        this.precision = precision;
        this.largest = largest;
    }

    /** Adds a block and how it is computed. */
    void add(Shape block, LaunchPlan plan) {
        panel = bytes((long) block.k() * block.n());
        long own = bytes((long) block.m() * block.k()) + bytes((long) block.m() * block.n()) + plan.scratchBytes();
        for (Scratch scratch : plan.scratch()) {
            tooLarge |= scratch.bytes() > largest;
        }
        PackedB shared = PackedB.of(plan).orElse(null);
        if (shared != null) {
            packed.add(shared);
            own -= shared.scratch().bytes();
        }
        lane = Math.max(lane, own);
    }

    private long bytes(long elements) {
        long bytes = elements * precision.bytes();
        tooLarge |= bytes > largest;
        return bytes;
    }

    /** With so many lanes; more than there can be where one buffer is too large. */
    long bytes(int lanes) {
        long shared = panel
                + packed.stream().mapToLong(made -> made.scratch().bytes()).sum();
        return tooLarge ? Long.MAX_VALUE : shared + lanes * lane;
    }
}
