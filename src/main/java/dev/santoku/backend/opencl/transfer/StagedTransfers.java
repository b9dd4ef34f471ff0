package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * For devices with memory of their own: chunks go through two pinned buffers in turn, so that the host's cores copy
 * one chunk between Java's heap and a buffer while the device's copy engine moves the other one:
 *
 * <pre>
 * cores    | chunk 0 | chunk 1 | chunk 2 | …
 * engine             | chunk 0 | chunk 1 | …      and for a download the other way round
 * </pre>
 *
 * A driver does the same inside for an array that is not pinned, but with one core. Small matrices are left to it.
 */
public final class StagedTransfers implements Transfers {
    private static final int CHUNK = 8 << 20;
    private static final long SMALL = 1L << 20;

    private final Context context;
    private final Queue queue;
    private final Handles handles = new Handles();
    private final List<ByteBuffer> stages = new ArrayList<>();

    public StagedTransfers(Context context, Queue queue) {
        this.context = context;
        this.queue = queue;
    }

    @Override
    public synchronized void write(Window from, Buffer to) {
        if (to.bytes() < SMALL) {
            queue.write(from, to);
            return;
        }
        pin();
        try (Handles events = new Handles()) {
            events.own(queue::finish); // where one fails, too: the next copy fills the same stages
            List<Event> started = new ArrayList<>();
            for (int chunk = 0; at(chunk) < to.bytes(); chunk++) {
                if (chunk >= stages.size()) {
                    started.get(chunk - stages.size()).await();
                }
                ByteBuffer stage = stage(chunk, to);
                HostMemory.copy(from, at(chunk), stage);
                started.add(events.own(queue.startWrite(stage, to, at(chunk))));
            }
            Event.awaitAll(started);
        }
    }

    @Override
    public void read(Buffer from, Window to) {
        if (from.bytes() < SMALL) {
            queue.read(from, to);
        } else {
            read(from, (stage, at) -> HostMemory.copy(stage, to, at));
        }
    }

    @Override
    public void add(Buffer from, Window to) {
        read(from, (stage, at) -> HostMemory.add(stage, to, at));
    }

    private synchronized void read(Buffer from, Arrival arrival) {
        pin();
        try (Handles events = new Handles()) {
            events.own(queue::finish); // where one fails, too: the next copy fills the same stages
            List<Event> started = new ArrayList<>();
            for (int chunk = 0; at(chunk) < from.bytes(); chunk++) {
                for (int ahead = started.size(); ahead < chunk + stages.size() && at(ahead) < from.bytes(); ahead++) {
                    started.add(events.own(queue.startRead(from, at(ahead), stage(ahead, from))));
                }
                started.get(chunk).await();
                arrival.take(stage(chunk, from), at(chunk));
            }
        }
    }

    /** Takes a chunk, the first byte of which is the one {@code at} of the buffer. */
    @FunctionalInterface
    private interface Arrival {
        void take(ByteBuffer stage, long at);
    }

    @Override
    public Audit.Way wayToWrite(long bytes) {
        return bytes < SMALL ? Audit.Way.DRIVER : Audit.Way.STAGED;
    }

    @Override
    public Audit.Way wayToRead(long bytes) {
        return wayToWrite(bytes);
    }

    private static long at(int chunk) {
        return (long) chunk * CHUNK;
    }

    /** The pinned memory of a chunk, cut to the chunk's length. */
    private ByteBuffer stage(int chunk, Buffer whole) {
        int bytes = Math.toIntExact(Math.min(CHUNK, whole.bytes() - at(chunk)));
        return stages.get(chunk % stages.size()).slice(0, bytes);
    }

    /** Buffers in the host's memory stay where they are while they are mapped: what a copy engine needs. */
    private void pin() {
        while (stages.size() < 2) {
            stages.add(handles.own(context.pinMemory(queue, CHUNK)).memory());
        }
    }

    @Override
    public synchronized void close() {
        handles.close();
    }
}
