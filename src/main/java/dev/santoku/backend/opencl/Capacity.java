package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import org.jocl.CL;
import org.jocl.CLException;

/** Whether a device can hold a product, and what to say when its driver refuses one or fails in it. */
record Capacity(String device, DeviceLimits limits) {
    /**
     * Compares A, B and C with what the driver says it can hold, before anything is made: some allocate at the first use
     * only.
     *
     * @throws UnsupportedProductException when they do not fit, with the figures
     */
    void check(Shape shape, Precision precision) {
        long largest = precision.bytes()
                * Math.max(
                        (long) shape.rows() * shape.k(),
                        Math.max((long) shape.rowsOfB() * shape.n(), (long) shape.rows() * shape.n()));
        if (!shape.fitsArrays()) {
            throw new NoRoomException("%s needs a buffer of more than %d elements, which kernels do not address"
                    .formatted(shape, Shape.MAX_ELEMENTS));
        }
        checkBuffer(shape, largest);
        checkMemory(shape, shape.bytes(precision));
    }

    /** Whether A, B and C fit. */
    boolean holds(Shape shape, Precision precision) {
        try {
            check(shape, precision);
            return true;
        } catch (NoRoomException e) {
            return false;
        }
    }

    /**
     * Compares what a plan adds to A, B and C, likewise.
     *
     * @throws UnsupportedProductException when all of it does not fit, with the figures
     */
    void check(Shape shape, LaunchPlan plan) {
        for (Scratch scratch : plan.scratch()) {
            checkBuffer(shape, scratch.bytes());
        }
        checkMemory(shape, shape.bytes(plan.precision()) + plan.scratchBytes());
    }

    private void checkBuffer(Shape shape, long bytes) {
        if (bytes > limits.memory().allocationBytes()) {
            throw new NoRoomException("%s needs a buffer of %d MiB and %s allocates at most %d MiB"
                    .formatted(shape, toMiB(bytes), device, limits.memory().allocationBytes() >> 20));
        }
    }

    private void checkMemory(Shape shape, long bytes) {
        if (bytes > limits.memory().totalBytes()) {
            throw new NoRoomException("%s needs %d MiB and %s has %d MiB of memory"
                    .formatted(shape, toMiB(bytes), device, limits.memory().totalBytes() >> 20));
        }
    }

    /** What a driver's refusal to prepare a product means: no memory left skips it, anything else fails it. */
    BackendException refusal(Shape shape, CLException e) {
        int status = e.getStatus();
        if (status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || status == CL.CL_INVALID_BUFFER_SIZE) {
            return new NoRoomException("%s finds no memory for %s now, of %d MiB that it has: %s"
                    .formatted(device, shape, limits.memory().totalBytes() >> 20, OpenClErrors.describe(e)));
        }
        return failure("prepare", shape, e);
    }

    /** What a driver's failure in a step of a product means. */
    BackendException failure(String step, Shape shape, CLException e) {
        return new BackendException("%s cannot %s %s: %s".formatted(device, step, shape, OpenClErrors.describe(e)), e);
    }

    /** Whether a failure may go away with less memory. */
    static boolean isLackOfMemory(BackendException failure) {
        if (failure.getCause() instanceof CLException e) {
            return e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || e.getStatus() == CL.CL_OUT_OF_RESOURCES;
        }
        return failure instanceof NoRoomException;
    }

    /** Rounded up. */
    private static long toMiB(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
