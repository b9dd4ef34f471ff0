package dev.santoku.backend.opencl.handle;

import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** Owns memory of the host that the driver gave out, so that a device can reach it without a copy in between. */
public final class PinnedMemory implements Handle {
    private final Queue queue;
    private final cl_mem handle;
    private final ByteBuffer mapped;

    /** Takes the buffer over, which is mapped into the host's memory. */
    PinnedMemory(Queue queue, cl_mem handle, ByteBuffer mapped) {
        this.queue = queue;
        this.handle = handle;
        this.mapped = mapped;
    }

    public Pointer start() {
        return Pointer.to(mapped);
    }

    @Override
    public void close() {
        try {
            JoclNonBlocking.unmap(queue.handle(), handle, mapped, null);
            CL.clFinish(queue.handle());
        } finally {
            CL.clReleaseMemObject(handle);
        }
    }
}
