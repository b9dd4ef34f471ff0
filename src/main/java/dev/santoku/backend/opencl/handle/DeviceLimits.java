package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;

/**
 * What a kernel and its buffers must fit into on one device.
 *
 * @param kind a CPU wants other tiles than anything else
 * @param computeUnits work-groups that run at once
 * @param groupItems most work-items of a group along the first dimension
 * @param localBytes local memory of a work-group
 * @param allocationBytes the largest buffer
 * @param memoryBytes all buffers together
 * @param floatLanes f32 elements of a native vector; 1 where the device is scalar
 * @param doubleLanes likewise in f64; 0 where it has none
 * @param fillsBuffers whether it can fill a buffer itself, which OpenCL 1.1 cannot
 * @param unifiedMemory whether the device works in the host's own memory
 */
public record DeviceLimits(
        Device.Kind kind,
        int computeUnits,
        int groupItems,
        long localBytes,
        long allocationBytes,
        long memoryBytes,
        int floatLanes,
        int doubleLanes,
        boolean fillsBuffers,
        boolean unifiedMemory) {

    public DeviceLimits {
        if (computeUnits < 1 || groupItems < 1) {
            throw new IllegalArgumentException(
                    "%d compute units, %d work-items: at least 1".formatted(computeUnits, groupItems));
        }
    }

    /** The same, but for groups of at most so many work-items: a kernel's registers may allow less than the device. */
    public DeviceLimits withGroupItems(int items) {
        return new DeviceLimits(
                kind,
                computeUnits,
                items,
                localBytes,
                allocationBytes,
                memoryBytes,
                floatLanes,
                doubleLanes,
                fillsBuffers,
                unifiedMemory);
    }

    /** What one of so many products has that are computed at once: its share of the compute units, and all else. */
    public DeviceLimits sharedBy(int products) {
        return new DeviceLimits(
                kind,
                Math.max(1, computeUnits / products),
                groupItems,
                localBytes,
                allocationBytes,
                memoryBytes,
                floatLanes,
                doubleLanes,
                fillsBuffers,
                unifiedMemory);
    }

    /** Elements of a native vector: 1, 2, 4, 8 or 16. */
    public int lanes(Precision precision) {
        int lanes = precision == Precision.F64 ? doubleLanes : floatLanes;
        return Math.max(1, Math.min(16, Integer.highestOneBit(lanes)));
    }
}
