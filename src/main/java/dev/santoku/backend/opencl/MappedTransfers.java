package dev.santoku.backend.opencl;

import dev.santoku.backend.Audit;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;

/**
 * For devices that work in the host's memory: the buffer itself is mapped, and the host copies into it or out of it. That
 * one copy cannot be avoided, since Java may move an array at any time and a device must not see it move. Large matrices
 * are copied by all of the host's cores, small ones by one, which is done sooner than several are woken.
 *
 * <p>To wait for a command costs some hundredths of a millisecond, for the driver's threads and this one must be woken. So
 * buffers are given back to the device together with the kernels, and mapped behind them, for C to be read and for the
 * next A and B to be written: neither a copy in nor a copy out then waits for anything.
 */
final class MappedTransfers implements Transfers {
    private static final long SMALL = 16L << 20;

    /** A mapped region is a {@link ByteBuffer}, whose size is limited; what is larger is mapped piece by piece. */
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
    public void write(Matrix a, Buffer toA, Matrix b, Buffer toB) {
        startToWrite(toA);
        startToWrite(toB);
        write(a, toA);
        write(b, toB);
    }

    @Override
    public void write(Matrix from, Buffer to) {
        if (to.bytes() > REGION) {
            writeInPieces(from, to);
            return;
        }
        ByteBuffer region = startToWrite(to).await();
        if (to.bytes() < SMALL) {
            HostMemory.copyAlone(from, region);
        } else {
            HostMemory.copy(from, 0, region);
        }
    }

    private Mapping startToWrite(Buffer buffer) {
        if (buffer.mapping().filter(Mapping::isWritable).isEmpty()) {
            queue.startUnmap(buffer);
            queue.startMapToWrite(buffer, overwrites);
        }
        return buffer.mapping().orElseThrow();
    }

    private void writeInPieces(Matrix from, Buffer to) {
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
    public void handOver(Operands operands) {
        queue.startUnmap(operands.a());
        queue.startUnmap(operands.b());
        queue.startUnmap(operands.c());
    }

    /** A and B keep what they hold: the same product may be computed again. */
    @Override
    public void startToShow(Operands operands) {
        startToShow(operands.c(), () -> queue.startMapToRead(operands.c()));
        startToShow(operands.a(), () -> queue.startMapToWrite(operands.a(), false));
        startToShow(operands.b(), () -> queue.startMapToWrite(operands.b(), false));
    }

    private static void startToShow(Buffer buffer, Runnable map) {
        if (buffer.bytes() <= REGION) {
            map.run();
        }
    }

    @Override
    public void read(Buffer from, Matrix to) {
        if (from.bytes() > REGION) {
            readInPieces(from, to);
            return;
        }
        if (from.mapping().isEmpty()) {
            queue.startMapToRead(from);
        }
        ByteBuffer region = from.mapping().orElseThrow().await();
        if (from.bytes() < SMALL) {
            HostMemory.copyAlone(region, to);
        } else {
            HostMemory.copy(region, to, 0);
        }
    }

    private void readInPieces(Buffer from, Matrix to) {
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
        return Audit.Way.MAPPED;
    }

    @Override
    public void close() {
        // What is mapped belongs to the buffers.
    }
}
