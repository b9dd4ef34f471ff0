package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.Set;

/**
 * What a kernel and its buffers must fit into on one device.
 *
 * @param kind a CPU wants other tiles than anything else
 * @param computeUnits work-groups that run at once
 * @param groupItems most work-items of a group along the first dimension
 * @param fillsBuffers whether it can fill a buffer itself, which OpenCL 1.1 cannot
 * @param architecture of a GPU
 * @param compiles whether its driver compiles OpenCL C, so that kernels can be adapted to a shape; else they were compiled ahead
 */
public record DeviceLimits(
        Device.Kind kind,
        int computeUnits,
        int groupItems,
        Memory memory,
        Lanes lanes,
        boolean fillsBuffers,
        GpuArchitecture architecture,
        boolean compiles) {

    public DeviceLimits {
        if (computeUnits < 1 || groupItems < 1) {
            throw new IllegalArgumentException(
                    "%d compute units, %d work-items: at least 1".formatted(computeUnits, groupItems));
        }
    }

    /** Those of a device whose driver compiles. */
    public DeviceLimits(
            Device.Kind kind,
            int computeUnits,
            int groupItems,
            Memory memory,
            Lanes lanes,
            boolean fillsBuffers,
            GpuArchitecture architecture) {
        this(kind, computeUnits, groupItems, memory, lanes, fillsBuffers, architecture, true);
    }

    /** Those of a device whose architecture is not known. */
    public DeviceLimits(
            Device.Kind kind, int computeUnits, int groupItems, Memory memory, Lanes lanes, boolean fillsBuffers) {
        this(kind, computeUnits, groupItems, memory, lanes, fillsBuffers, GpuArchitecture.UNKNOWN);
    }

    /**
     * A device's memory.
     *
     * @param localBytes of a work-group
     * @param allocationBytes the largest buffer
     * @param totalBytes all buffers together
     * @param unified whether the device works in the host's own memory
     */
    public record Memory(long localBytes, long allocationBytes, long totalBytes, boolean unified) {}

    /**
     * Elements of a native vector.
     *
     * @param ofFloats in f32; 1 where the device is scalar
     * @param ofDoubles in f64; 0 where it has none
     * @param reduced formats of which an instruction multiplies words
     * @param tiles those of which an instruction multiplies tiles of words
     */
    public record Lanes(int ofFloats, int ofDoubles, Set<Precision> reduced, Set<Precision> tiles) {
        public Lanes {
            reduced = Set.copyOf(reduced);
            tiles = Set.copyOf(tiles);
        }

        /** Without instructions for tiles. */
        public Lanes(int ofFloats, int ofDoubles, Set<Precision> reduced) {
            this(ofFloats, ofDoubles, reduced, Set.of());
        }

        /** Without such instructions. */
        public Lanes(int ofFloats, int ofDoubles) {
            this(ofFloats, ofDoubles, Set.of(), Set.of());
        }
    }

    /** The same, but for groups of at most so many work-items: a kernel's registers may allow less than the device. */
    public DeviceLimits withGroupItems(int items) {
        return new DeviceLimits(kind, computeUnits, items, memory, lanes, fillsBuffers, architecture, compiles);
    }

    /** What one of so many products has that are computed at once: its share of the compute units, and all else. */
    public DeviceLimits sharedBy(int products) {
        int share = Math.max(1, computeUnits / products);
        return new DeviceLimits(kind, share, groupItems, memory, lanes, fillsBuffers, architecture, compiles);
    }

    /** The same, but with at most so many bytes for all buffers together. */
    public DeviceLimits withMemory(long bytes) {
        return with(new Memory(
                memory.localBytes,
                Math.min(memory.allocationBytes, bytes),
                Math.min(memory.totalBytes, bytes),
                memory.unified));
    }

    /** The same, but without a limit for buffers. */
    public DeviceLimits withAnyMemory() {
        return with(new Memory(memory.localBytes, Long.MAX_VALUE, Long.MAX_VALUE, memory.unified));
    }

    private DeviceLimits with(Memory other) {
        return new DeviceLimits(kind, computeUnits, groupItems, other, lanes, fillsBuffers, architecture, compiles);
    }

    /** The same of a GPU of that architecture. */
    public DeviceLimits of(GpuArchitecture other) {
        return new DeviceLimits(kind, computeUnits, groupItems, memory, lanes, fillsBuffers, other, compiles);
    }

    /** Elements of a native vector: 1, 2, 4, 8 or 16. */
    public int lanes(Precision precision) {
        int known = precision == Precision.F64 ? lanes.ofDoubles : lanes.ofFloats;
        return Math.max(1, Math.min(16, Integer.highestOneBit(known)));
    }
}
