package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Owns memory that no product uses, so that the next one of the same shape need not wait for fresh memory; several threads may
 * ask.
 */
final class CudaBuffers implements Handle {
    private final CudaContext context;
    private final List<CudaMemory> idle = new ArrayList<>();

    CudaBuffers(CudaContext context) {
        this.context = context;
    }

    /** Bytes that the next product can have: those that nobody uses, and those that are kept here. */
    synchronized long freeBytes() {
        return context.freeBytes() + idle.stream().mapToLong(CudaMemory::bytes).sum();
    }

    /** Memory with any content, which is given back when the borrower's handles are closed. */
    synchronized CudaMemory lend(long bytes, Handles borrower) {
        CudaMemory memory = find(bytes);
        borrower.own(() -> giveBack(memory));
        return memory;
    }

    /** Another size means another shape: then nothing of the last one is kept. */
    private CudaMemory find(long bytes) {
        for (Iterator<CudaMemory> candidates = idle.iterator(); candidates.hasNext(); ) {
            CudaMemory candidate = candidates.next();
            if (candidate.bytes() == bytes) {
                candidates.remove();
                return candidate;
            }
        }
        close();
        return context.allocate(bytes);
    }

    private synchronized void giveBack(CudaMemory memory) {
        idle.add(memory);
    }

    @Override
    public synchronized void close() {
        try (Handles released = new Handles()) {
            idle.forEach(released::own);
            idle.clear();
        }
    }
}
