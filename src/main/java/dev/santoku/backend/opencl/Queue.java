package dev.santoku.backend.opencl;

import dev.santoku.matrix.Matrix;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/** Owns a queue that runs its commands in order; several threads may use it. */
final class Queue implements Handle {
    private final cl_command_queue handle;

    Queue(cl_command_queue handle) {
        this.handle = handle;
    }

    cl_command_queue handle() {
        return handle;
    }

    /** Copies a matrix to a buffer of its size; returns when it is there. */
    void write(Matrix from, Buffer to) {
        CL.clEnqueueWriteBuffer(handle, to.handle(), true, 0, to.bytes(), HostMemory.pointerTo(from), 0, null, null);
    }

    /** Copies a buffer to a matrix of its size, which is overwritten; returns when it is there. */
    void read(Buffer from, Matrix to) {
        CL.clEnqueueReadBuffer(handle, from.handle(), true, 0, from.bytes(), HostMemory.pointerTo(to), 0, null, null);
    }

    /** Fills a buffer with a one-element matrix's element over and over; returns when it is filled. OpenCL 1.2. */
    void fill(Buffer buffer, Matrix element) {
        CL.clEnqueueFillBuffer(
                handle,
                buffer.handle(),
                HostMemory.pointerTo(element),
                element.precision().bytes(),
                0,
                buffer.bytes(),
                0,
                null,
                null);
        CL.clFinish(handle);
    }

    /** Starts a kernel on {@code groups} work-groups of {@code groupItems}. */
    Event start(Kernel kernel, long groups, int groupItems) {
        cl_event event = new cl_event();
        CL.clEnqueueNDRangeKernel(
                handle,
                kernel.handle(),
                1,
                null,
                new long[] {Math.multiplyExact(groups, (long) groupItems)},
                new long[] {groupItems},
                0,
                null,
                event);
        return new Event(event);
    }

    /** Seconds from the launch of a kernel on {@code groups} work-groups of {@code groupItems} until its end is known. */
    double seconds(Kernel kernel, long groups, int groupItems) {
        cl_event event = new cl_event();
        long[] items = {Math.multiplyExact(groups, (long) groupItems)};
        long[] group = {groupItems};
        long start = System.nanoTime();
        CL.clEnqueueNDRangeKernel(handle, kernel.handle(), 1, null, items, group, 0, null, event);
        try {
            CL.clWaitForEvents(1, new cl_event[] {event});
            return (System.nanoTime() - start) * 1e-9;
        } finally {
            CL.clReleaseEvent(event);
        }
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(handle);
    }
}
