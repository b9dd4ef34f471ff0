package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Memory on a device that lives and ends together. */
final class CudaMemory implements AutoCloseable {
    private final Cuda cuda;
    private final Deque<Pointer> held = new ArrayDeque<>();

    CudaMemory(Cuda cuda) {
        this.cuda = cuda;
    }

    Pointer allocate(long bytes) {
        Pointer memory = cuda.allocate(bytes);
        held.push(memory);
        return memory;
    }

    /** Gives all back, even where one is refused; the first refusal is thrown. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!held.isEmpty()) {
            try {
                cuda.free(held.pop());
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Gives all back because of {@code cause}, which a refusal never hides. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
