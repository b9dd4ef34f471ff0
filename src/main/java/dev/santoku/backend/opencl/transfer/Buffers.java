package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Queue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Owns buffers that no product uses, so that the next one of the same shape need not wait for fresh memory: on a CPU,
 * the first touch of new pages costs more than the copy into them. Several threads may ask.
 */
public final class Buffers implements Handle {
    private final Context context;
    private final Queue queue;
    private final boolean inHostMemory;
    private final List<Idle> idle = new ArrayList<>();

    /**
     * Lends buffers of a context.
     *
     * @param queue gives the device what the host sees of a buffer that is released
     * @param inHostMemory whether they are to lie where the host can map them without a copy
     */
    public Buffers(Context context, Queue queue, boolean inHostMemory) {
        this.context = context;
        this.queue = queue;
        this.inHostMemory = inHostMemory;
    }

    /**
     * A buffer of so many bytes with any content, which is given back when the borrower's handles are closed.
     *
     * @param role what it is for: a buffer serves one role all its life, and so is found as its role leaves it, mapped or not
     */
    public Buffer lend(String role, long bytes, Handles borrower) {
        Buffer buffer = find(role, bytes);
        borrower.own(() -> giveBack(role, buffer));
        return buffer;
    }

    /**
     * The same for a block of a matrix, for which a part of a larger buffer will do: blocks differ in size, and smaller ones
     * follow.
     */
    public Buffer lendPart(String role, long bytes, Handles borrower) {
        Buffer buffer = findPart(role, bytes).orElseGet(() -> find(role, bytes));
        borrower.own(() -> giveBack(role, buffer));
        return buffer;
    }

    private synchronized Optional<Buffer> findPart(String role, long bytes) {
        Optional<Idle> found = idle.stream()
                .filter(candidate -> candidate.role.equals(role) && candidate.buffer.capacity() >= bytes)
                .findFirst();
        found.ifPresent(candidate -> {
            idle.remove(candidate);
            if (candidate.buffer.bytes() != bytes) {
                queue.startUnmap(candidate.buffer);
                candidate.buffer.use(bytes);
            }
        });
        return found.map(Idle::buffer);
    }

    /** Another size means another shape: then nothing of the last one is kept, lest idle memory piles up. */
    private synchronized Buffer find(String role, long bytes) {
        for (Iterator<Idle> candidates = idle.iterator(); candidates.hasNext(); ) {
            Idle candidate = candidates.next();
            if (candidate.role.equals(role) && candidate.buffer.bytes() == bytes) {
                candidates.remove();
                return candidate.buffer;
            }
        }
        close();
        return inHostMemory ? context.createHostBuffer(bytes) : context.createBuffer(bytes);
    }

    private synchronized void giveBack(String role, Buffer buffer) {
        idle.add(new Idle(role, buffer));
    }

    @Override
    public synchronized void close() {
        if (idle.isEmpty()) {
            return;
        }
        try (Handles released = new Handles()) {
            idle.forEach(kept -> released.own(kept.buffer));
            released.own(queue::finish); // else new buffers may be asked for before these are gone
            idle.forEach(kept -> released.own(() -> queue.startUnmap(kept.buffer)));
            idle.clear();
        }
    }

    private record Idle(String role, Buffer buffer) {}
}
