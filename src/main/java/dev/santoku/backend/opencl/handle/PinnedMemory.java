package dev.santoku.backend.opencl.handle;

import java.nio.ByteBuffer;

/** Owns memory of the host that the driver gave out, so that a device can reach it without a copy in between. */
public final class PinnedMemory implements Handle {
    private final Queue queue;
    private final Buffer buffer;
    private final ByteBuffer mapped;

    /** Takes the buffer over, which is mapped into the host's memory. */
    PinnedMemory(Queue queue, Buffer buffer, ByteBuffer mapped) {
        this.queue = queue;
        this.buffer = buffer;
        this.mapped = mapped;
    }

    public ByteBuffer memory() {
        return mapped;
    }

    @Override
    public void close() {
        try (buffer) {
            queue.unmap(buffer, mapped);
        }
    }
}
