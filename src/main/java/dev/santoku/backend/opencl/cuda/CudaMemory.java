package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.opencl.handle.Handle;

/** Owns memory on the device: so many bytes at an address. */
record CudaMemory(CudaContext context, long address, long bytes) implements Handle {
    @Override
    public void close() {
        context.free(address);
    }
}
