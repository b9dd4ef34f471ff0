package dev.santoku.backend.opencl;

import dev.santoku.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/** Owns a queue that runs its commands in order; several threads may use it. */
final class Queue implements Handle {
    private final cl_command_queue handle;

    Queue(cl_command_queue handle) {
        this.handle = handle;
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

    /**
     * Runs the kernels of a sequence, one after the other; returns when all are finished.
     *
     * @return the event of the last one
     */
    Event run(Programs.Sequence sequence) {
        Handles events = new Handles();
        try {
            List<Event> started = new ArrayList<>();
            for (int step = 0; step < sequence.kernels().size(); step++) {
                if (step > 0) {
                    events.own(started.get(step - 1));
                }
                started.add(start(
                        sequence.kernels().get(step), sequence.plan().steps().get(step)));
            }
            Event.awaitAll(started);
            events.close();
            return started.get(started.size() - 1);
        } catch (RuntimeException e) {
            events.closeAfter(e);
            throw e;
        }
    }

    private Event start(Kernel kernel, Step step) {
        cl_event event = new cl_event();
        CL.clEnqueueNDRangeKernel(
                handle,
                kernel.handle(),
                1,
                null,
                new long[] {Math.multiplyExact(step.groups(), (long) step.groupItems())},
                new long[] {step.groupItems()},
                0,
                null,
                event);
        return new Event(event);
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(handle);
    }
}
