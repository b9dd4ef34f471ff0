package dev.santoku.backend.opencl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Owns buffers that no product uses, so that the next one of the same shape need not wait for fresh memory: on a CPU,
 * the first touch of new pages costs more than the copy into them. Several threads may ask.
 */
final class Buffers implements Handle {
    private final Context context;
    private final boolean inHostMemory;
    private final List<Buffer> idle = new ArrayList<>();

    /**
     * Lends buffers of a context.
     *
     * @param inHostMemory whether they are to lie where the host can map them without a copy
     */
    Buffers(Context context, boolean inHostMemory) {
        this.context = context;
        this.inHostMemory = inHostMemory;
    }

    /** A buffer of so many bytes with any content, which is given back when the borrower's handles are closed. */
    Buffer lend(long bytes, Handles borrower) {
        Buffer buffer = find(bytes);
        borrower.own(() -> giveBack(buffer));
        return buffer;
    }

    /** Another size means another shape: then nothing of the last one is kept, lest idle memory piles up. */
    private synchronized Buffer find(long bytes) {
        for (Iterator<Buffer> candidates = idle.iterator(); candidates.hasNext(); ) {
            Buffer candidate = candidates.next();
            if (candidate.bytes() == bytes) {
                candidates.remove();
                return candidate;
            }
        }
        close();
        return inHostMemory ? context.createHostBuffer(bytes) : context.createBuffer(bytes);
    }

    private synchronized void giveBack(Buffer buffer) {
        idle.add(buffer);
    }

    @Override
    public synchronized void close() {
        try (Handles released = new Handles()) {
            idle.forEach(released::own);
            idle.clear();
        }
    }
}
