package dev.santoku.backend.aparapi;

import dev.santoku.backend.BackendException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Built kernels of one precision, idle between products: building takes longer than most products do.
 *
 * @param <T> the arrays, {@code float[]} or {@code double[]}
 */
final class KernelPool<T> implements AutoCloseable {
    private final Supplier<KernelHandle<T>> factory;
    private final Deque<KernelHandle<T>> idle = new ArrayDeque<>();
    private boolean closed;

    KernelPool(Supplier<KernelHandle<T>> factory) {
        this.factory = factory;
    }

    /**
     * An idle kernel, or one more; the caller owns it until {@link #giveBack}.
     *
     * @throws BackendException when the device could not build it
     */
    KernelHandle<T> take() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        KernelHandle<T> kernel = factory.get();
        try {
            kernel.unbind();
            return kernel;
        } catch (BackendException e) {
            kernel.close();
            throw e;
        }
    }

    /** Releases the kernel's buffers and keeps it, unless the device has failed or the pool is closed. */
    void giveBack(KernelHandle<T> kernel) {
        if (releasesBuffers(kernel)) {
            synchronized (this) {
                if (!closed) {
                    idle.push(kernel);
                    return;
                }
            }
        }
        kernel.close();
    }

    private static boolean releasesBuffers(KernelHandle<?> kernel) {
        if (!kernel.isHealthy()) {
            return false;
        }
        try {
            kernel.unbind();
            return true;
        } catch (BackendException e) {
            return false; // the product is over, and its result stands: closing the kernel is all that is left to do
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!idle.isEmpty()) {
            idle.pop().close();
        }
    }
}
