package dev.santoku.backend.opencl.handle;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Window;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/** Owns a queue that runs its commands in order; several threads may use it. */
public final class Queue implements Handle {
    private final cl_command_queue handle;
    private final Optional<Timeline> timeline;

    /**
     * Takes a queue over.
     *
     * @param timeline keeps the events of all commands of a queue that keeps their times; empty for one that does not
     */
    Queue(cl_command_queue handle, Optional<Timeline> timeline) {
        this.handle = handle;
        this.timeline = timeline;
    }

    public cl_command_queue handle() {
        return handle;
    }

    /** Whether the times of its commands are kept. */
    public boolean keepsTimes() {
        return timeline.isPresent();
    }

    /** Copies a window to a buffer of its size; returns when it is there. */
    public void write(Window from, Buffer to) {
        if (from.matrix() instanceof OffHeapMatrix) {
            write(Window.of(from.copy()), to);
            return;
        }
        cl_event event = timed();
        Pointer matrix = HostMemory.pointerTo(from.matrix());
        if (from.isContiguous()) {
            Pointer first = matrix.withByteOffset(bytes(from, from.first()));
            CL.clEnqueueWriteBuffer(handle, to.handle(), true, 0, to.bytes(), first, 0, null, event);
        } else {
            long row = bytes(from, from.columns());
            long[] host = {bytes(from, from.column()), from.row(), 0};
            long[] region = {row, from.rows(), 1};
            long pitch = bytes(from, from.matrix().columns());
            CL.clEnqueueWriteBufferRect(
                    handle, to.handle(), true, new long[3], host, region, row, 0, pitch, 0, matrix, 0, null, event);
        }
        keep(event);
    }

    /** Copies a buffer to a window of its size, which is overwritten; returns when it is there. */
    public void read(Buffer from, Window to) {
        if (to.matrix() instanceof OffHeapMatrix offHeap) {
            Matrix copy = Matrix.zeros(offHeap.precision(), to.rows(), to.columns());
            read(from, copy);
            to.paste(Window.of(copy));
            return;
        }
        cl_event event = timed();
        Pointer matrix = HostMemory.pointerTo(to.matrix());
        if (to.isContiguous()) {
            Pointer first = matrix.withByteOffset(bytes(to, to.first()));
            CL.clEnqueueReadBuffer(handle, from.handle(), true, 0, from.bytes(), first, 0, null, event);
        } else {
            long row = bytes(to, to.columns());
            long[] host = {bytes(to, to.column()), to.row(), 0};
            long[] region = {row, to.rows(), 1};
            long pitch = bytes(to, to.matrix().columns());
            CL.clEnqueueReadBufferRect(
                    handle, from.handle(), true, new long[3], host, region, row, 0, pitch, 0, matrix, 0, null, event);
        }
        keep(event);
    }

    private static long bytes(Window window, long elements) {
        return elements * window.matrix().precision().bytes();
    }

    /** Copies a matrix to a buffer of its size; returns when it is there. */
    public void write(Matrix from, Buffer to) {
        write(Window.of(from), to);
    }

    /** Copies a buffer to a matrix of its size, which is overwritten; returns when it is there. */
    public void read(Buffer from, Matrix to) {
        read(from, Window.of(to));
    }

    /** Copies numbers to the beginning of a buffer; returns when they are there. */
    public void write(int[] from, Buffer to) {
        long bytes = (long) from.length * Integer.BYTES;
        CL.clEnqueueWriteBuffer(handle, to.handle(), true, 0, bytes, Pointer.to(from), 0, null, null);
    }

    /** Overwrites numbers from the beginning of a buffer; returns when they are there. */
    public void read(Buffer from, int[] to) {
        long bytes = (long) to.length * Integer.BYTES;
        CL.clEnqueueReadBuffer(handle, from.handle(), true, 0, bytes, Pointer.to(to), 0, null, null);
    }

    /** A region of a buffer where the host may read it, until it is unmapped. */
    public ByteBuffer mapToRead(Buffer buffer, long offset, long bytes) {
        return map(buffer, CL.CL_MAP_READ, offset, bytes);
    }

    /**
     * A region of a buffer where the host may write it, until it is unmapped.
     *
     * @param overwrites whether the host will write all of it, which a driver before OpenCL 1.2 cannot be told
     */
    public ByteBuffer mapToWrite(Buffer buffer, long offset, long bytes, boolean overwrites) {
        return map(buffer, toWrite(overwrites), offset, bytes);
    }

    /** Starts to show the host all of a buffer, as the commands before leave it. */
    public void startMapToRead(Buffer buffer) {
        startMap(buffer, CL.CL_MAP_READ, false);
    }

    /**
     * Starts to show the host all of a buffer, to write it.
     *
     * @param overwrites whether the host will write all of it, which a driver before OpenCL 1.2 cannot be told
     */
    public void startMapToWrite(Buffer buffer, boolean overwrites) {
        startMap(buffer, toWrite(overwrites), true);
    }

    private void startMap(Buffer buffer, long how, boolean writable) {
        cl_event event = new cl_event();
        ByteBuffer region =
                CL.clEnqueueMapBuffer(handle, buffer.handle(), false, how, 0, buffer.bytes(), 0, null, event, null);
        buffer.mapped(new Mapping(region, started(event), writable));
    }

    /** Starts to give a buffer back to the device, if the host sees it: the device has it before it runs a later command. */
    public void startUnmap(Buffer buffer) {
        buffer.mapping().ifPresent(mapping -> {
            startUnmap(buffer, mapping.region());
            buffer.unmapped();
        });
    }

    private ByteBuffer map(Buffer buffer, long how, long offset, long bytes) {
        cl_event event = timed();
        ByteBuffer region =
                CL.clEnqueueMapBuffer(handle, buffer.handle(), true, how, offset, bytes, 0, null, event, null);
        keep(event);
        return region;
    }

    private static long toWrite(boolean overwrites) {
        return overwrites ? CL.CL_MAP_WRITE_INVALIDATE_REGION : CL.CL_MAP_READ | CL.CL_MAP_WRITE;
    }

    /** Gives a region back to the device; returns when it has it. */
    public void unmap(Buffer buffer, ByteBuffer region) {
        startUnmap(buffer, region);
        finish();
    }

    private void startUnmap(Buffer buffer, ByteBuffer region) {
        cl_event event = timed();
        JoclNonBlocking.unmap(handle, buffer.handle(), region, event);
        keep(event);
    }

    /** Returns when all commands so far are finished. */
    public void finish() {
        CL.clFinish(handle);
    }

    /** Starts a copy from pinned memory, which must stay as it is until the event. */
    public Event startWrite(ByteBuffer from, Buffer to, long offset) {
        cl_event event = new cl_event();
        JoclNonBlocking.write(handle, from, to.handle(), offset, event);
        flush();
        return started(event);
    }

    /** Starts a copy to pinned memory, which is filled at the event. */
    public Event startRead(Buffer from, long offset, ByteBuffer to) {
        cl_event event = new cl_event();
        JoclNonBlocking.read(handle, from.handle(), offset, to, event);
        flush();
        return started(event);
    }

    /** Fills a buffer with a one-element matrix's element over and over; returns when it is filled. OpenCL 1.2. */
    public void fill(Buffer buffer, Matrix element) {
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
        finish();
    }

    /**
     * Starts a kernel.
     *
     * @param range work-items in each dimension
     * @param group those of a work-group
     */
    public Event start(Kernel kernel, long[] range, long[] group) {
        cl_event event = new cl_event();
        CL.clEnqueueNDRangeKernel(handle, kernel.handle(), range.length, null, range, group, 0, null, event);
        return started(event);
    }

    /** Takes over the event of a command that is in this queue. */
    public Event started(cl_event event) {
        timeline.ifPresent(times -> times.share(event));
        return new Event(event);
    }

    /** Sends all commands so far to the device, which a driver may otherwise leave until the host waits. */
    public void flush() {
        CL.clFlush(handle);
    }

    /** Seconds from the launch of a kernel on {@code groups} work-groups of {@code groupItems} until its end is known. */
    public double seconds(Kernel kernel, long groups, int groupItems) {
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

    /** The event of a command that nobody else asks about: none where no times are kept. */
    private cl_event timed() {
        return keepsTimes() ? new cl_event() : null;
    }

    private void keep(cl_event event) {
        timeline.ifPresent(times -> times.add(event));
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(handle);
    }
}
