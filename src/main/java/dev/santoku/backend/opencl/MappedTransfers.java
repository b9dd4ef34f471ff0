package dev.santoku.backend.opencl;

import dev.santoku.backend.Audit;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;

/**
 * For devices that work in the host's memory: the buffer itself is mapped, and the host copies into it or out of it. That
 * one copy cannot be avoided, since Java may move an array at any time and a device must not see it move. Large matrices
 * are copied by all of the host's cores, small ones by one, which is done sooner than several are woken.
 */
final class MappedTransfers implements Transfers {
    private static final long SMALL = 16L << 20;

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

    /** Small ones are mapped together: each command to the driver costs some hundredths of a millisecond. */
    @Override
    public void write(Matrix a, Buffer toA, Matrix b, Buffer toB) {
        if (Math.max(toA.bytes(), toB.bytes()) >= SMALL) {
            write(a, toA);
            write(b, toB);
            return;
        }
        ByteBuffer regionA = queue.startMapToWrite(toA, overwrites);
        try {
            ByteBuffer regionB = queue.mapToWrite(toB, 0, toB.bytes(), overwrites); // in order: A's is mapped as well
            try {
                HostMemory.copyAlone(a, regionA);
                HostMemory.copyAlone(b, regionB);
            } finally {
                queue.startUnmap(toB, regionB);
            }
        } finally {
            queue.unmap(toA, regionA);
        }
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
    public Audit.Way wayToWrite(long bytes) {
        return Audit.Way.MAPPED;
    }

    @Override
    public Audit.Way wayToRead(long bytes) {
        return bytes < SMALL ? Audit.Way.DRIVER : Audit.Way.MAPPED;
    }

    @Override
    public void close() {
        // Nothing stays mapped.
    }
}
