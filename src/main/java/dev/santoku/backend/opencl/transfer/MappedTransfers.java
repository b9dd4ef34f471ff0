package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Window;
import java.nio.ByteBuffer;

/**
 * For devices that work in the host's memory: the buffer itself is mapped, and the host copies into it or out of it. That
 * one copy cannot be avoided, since Java may move an array at any time and a device must not see it move. Large matrices
 * are copied by all of the host's cores, small ones by one, which is done sooner than several are woken.
 *
 * <p>To wait for a command costs some hundredths of a millisecond, for the driver's threads and this one must be woken. So
 * buffers are given back to the device together with the kernels, and mapped behind them, for C to be read and, on a CPU,
 * for the next A and B to be written: neither a copy in nor a copy out then waits for anything. Elsewhere to map may be to
 * copy: A and B are mapped when they are written, and nothing is copied that will be overwritten.
 */
public final class MappedTransfers implements Transfers {
    private static final long SMALL = 16L << 20;

    /** A mapped region is a {@link ByteBuffer}, whose size is limited. */
    public static final long REGION = 256L << 20;

    private final Queue queue;
    private final boolean overwrites;
    private final boolean mapsAhead;
    private final long largestRegion;

    /**
     * Maps through a queue.
     *
     * @param limits tell whether to map costs anything, and whether the driver can be told that nothing of the old content
     *     is read, which OpenCL 1.1 cannot
     * @param largestRegion bytes, a multiple of 8; what is larger is mapped piece by piece, when it is copied
     */
    public MappedTransfers(Queue queue, DeviceLimits limits, long largestRegion) {
        this.queue = queue;
        this.overwrites = limits.fillsBuffers();
        this.mapsAhead = limits.kind() == Device.Kind.CPU;
        this.largestRegion = largestRegion;
    }

    @Override
    public void write(Matrix a, Buffer toA, Matrix b, Buffer toB) {
        if (fits(toA)) {
            startToWrite(toA);
        }
        if (fits(toB)) {
            startToWrite(toB);
        }
        write(a, toA);
        write(b, toB);
    }

    @Override
    public void write(Window from, Buffer to) {
        if (!fits(to)) {
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

    /** Whether all of it is mapped at once: else it never is, for two regions that are written must not overlap. */
    private boolean fits(Buffer buffer) {
        return buffer.bytes() <= largestRegion;
    }

    private Mapping startToWrite(Buffer buffer) {
        if (buffer.mapping().filter(Mapping::isWritable).isEmpty()) {
            queue.startUnmap(buffer);
            queue.startMapToWrite(buffer, overwrites);
        }
        return buffer.mapping().orElseThrow();
    }

    private void writeInPieces(Window from, Buffer to) {
        for (long at = 0; at < to.bytes(); at += largestRegion) {
            ByteBuffer region = queue.mapToWrite(to, at, Math.min(largestRegion, to.bytes() - at), overwrites);
            try {
                HostMemory.copy(from, at, region);
            } finally {
                queue.unmap(to, region);
            }
        }
    }

    @Override
    public void handOver(Operands operands) {
        operands.own().forEach(queue::startUnmap);
    }

    @Override
    public void handOver(Buffer written) {
        queue.startUnmap(written);
    }

    /** A and B keep what they hold: the same product may be computed again. */
    @Override
    public void startToShow(Operands operands) {
        if (fits(operands.c())) {
            showC(operands.c());
        }
        if (mapsAhead) {
            operands.factors().forEach(this::startToKeep);
        }
    }

    /** Where to map costs nothing, C may be written as well: so the host can poison it without a command. */
    private void showC(Buffer c) {
        if (mapsAhead) {
            queue.startMapToWrite(c, false);
        } else {
            queue.startMapToRead(c);
        }
    }

    private void startToKeep(Buffer buffer) {
        if (fits(buffer)) {
            queue.startMapToWrite(buffer, false);
        }
    }

    @Override
    public void read(Buffer from, Window to) {
        if (!fits(from)) {
            inPieces(from, (region, at) -> HostMemory.copy(region, to, at));
            return;
        }
        ByteBuffer region = show(from);
        if (from.bytes() < SMALL) {
            HostMemory.copyAlone(region, to);
        } else {
            HostMemory.copy(region, to, 0);
        }
    }

    @Override
    public void add(Buffer from, Window to) {
        if (fits(from)) {
            HostMemory.add(show(from), to, 0);
        } else {
            inPieces(from, (region, at) -> HostMemory.add(region, to, at));
        }
    }

    private ByteBuffer show(Buffer c) {
        if (c.mapping().isEmpty()) {
            showC(c);
        }
        return c.mapping().orElseThrow().await();
    }

    private void inPieces(Buffer from, Piece piece) {
        for (long at = 0; at < from.bytes(); at += largestRegion) {
            ByteBuffer region = queue.mapToRead(from, at, Math.min(largestRegion, from.bytes() - at));
            try {
                piece.read(region, at);
            } finally {
                queue.unmap(from, region);
            }
        }
    }

    /** Reads a region, the first byte of which is the one {@code at} of the buffer. */
    @FunctionalInterface
    private interface Piece {
        void read(ByteBuffer region, long at);
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
