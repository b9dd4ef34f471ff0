package dev.santoku.backend.opencl;

import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;

/**
 * For devices that work in the host's memory: the buffer itself is mapped, and all of the host's cores copy into it or
 * out of it. That one copy cannot be avoided, since Java may move an array at any time and a device must not see it
 * move. Small matrices take the driver's own copy, which one core does sooner than several are woken.
 */
final class MappedTransfers implements Transfers {
    private static final long SMALL = 8L << 20;

    /** A mapped region is a {@link ByteBuffer}, whose size is limited. */
    private static final long REGION = 256L << 20;

    private final Queue queue;
    private final boolean overwrites;

    /**
     * Maps through a queue.
     *
     * @param overwrites whether the driver can be told that nothing of the old content is read, which OpenCL 1.1 cannot
     */
    MappedTransfers(Queue queue, boolean overwrites) {
        this.queue = queue;
        this.overwrites = overwrites;
    }

    @Override
    public void write(Matrix from, Buffer to) {
        if (to.bytes() < SMALL) {
            queue.write(from, to);
            return;
        }
        for (long at = 0; at < to.bytes(); at += REGION) {
            ByteBuffer region = queue.mapToWrite(to, at, Math.min(REGION, to.bytes() - at), overwrites);
            try {
                HostMemory.copy(from, at, region);
            } finally {
                queue.unmap(to, region);
            }
        }
    }

    @Override
    public void read(Buffer from, Matrix to) {
        if (from.bytes() < SMALL) {
            queue.read(from, to);
            return;
        }
        for (long at = 0; at < from.bytes(); at += REGION) {
            ByteBuffer region = queue.mapToRead(from, at, Math.min(REGION, from.bytes() - at));
            try {
                HostMemory.copy(region, to, at);
            } finally {
                queue.unmap(from, region);
            }
        }
    }

    @Override
    public void close() {
        // Nothing stays mapped.
    }
}
