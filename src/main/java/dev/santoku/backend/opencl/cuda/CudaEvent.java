package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.santoku.backend.opencl.handle.Handle;

/** Owns a mark in a stream, which the device passes when it has done all before it. */
final class CudaEvent implements Handle {
    private static final double MILLI = 1e-3;

    private final CudaContext context;
    private final Pointer handle;

    CudaEvent(CudaContext context) {
        this.context = context;
        PointerByReference created = new PointerByReference();
        context.check(context.use().cuEventCreate(created, 0), "cuEventCreate");
        this.handle = created.getValue();
    }

    /** Sets the mark behind all commands so far. */
    void record() {
        context.check(context.use().cuEventRecord(handle, context.stream()), "cuEventRecord");
    }

    /** Waits until the device is there; a mark that was never set is passed. */
    void await() {
        context.check(context.use().cuEventSynchronize(handle), "cuEventSynchronize");
    }

    /** Seconds by the device's clock since another one, both of which it has passed. */
    double since(CudaEvent start) {
        FloatByReference milliseconds = new FloatByReference();
        context.check(context.use().cuEventElapsedTime(milliseconds, start.handle, handle), "cuEventElapsedTime");
        return milliseconds.getValue() * MILLI;
    }

    @Override
    public void close() {
        context.check(context.use().cuEventDestroy_v2(handle), "cuEventDestroy");
    }
}
