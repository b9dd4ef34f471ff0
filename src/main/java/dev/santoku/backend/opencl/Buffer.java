package dev.santoku.backend.opencl;

import org.jocl.CL;
import org.jocl.cl_mem;

/** Owns a buffer on the device. */
final class Buffer implements Handle {
    private final cl_mem handle;
    private final long bytes;

    Buffer(cl_mem handle, long bytes) {
        this.handle = handle;
        this.bytes = bytes;
    }

    cl_mem handle() {
        return handle;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        CL.clReleaseMemObject(handle);
    }
}
