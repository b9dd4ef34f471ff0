package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.MicroKernels;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * The workspaces of a multiplier: as many as it ever computed products at once.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class Workspaces<T> {
    /** So many operations take about as long in a kernel that is not compiled as to have it compiled. */
    static final double FLOPS_WORTH_COMPILING = 1e6;

    private final Elements<T> elements;
    private final MicroKernels<T> kernels;
    private final ArrayDeque<Workspace<T>> idle = new ArrayDeque<>();
    private final ArrayDeque<KeptB<T>> idleKept = new ArrayDeque<>();
    private double flopsUntilCompiled = FLOPS_WORTH_COMPILING;

    Workspaces(Elements<T> elements, MicroKernels<T> kernels) {
        this.elements = elements;
        this.kernels = kernels;
    }

    /** One that nobody uses, the last one given back first: its memory is warm. */
    Workspace<T> take() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new Workspace<>(elements, kernels);
    }

    void giveBack(Workspace<T> workspace) {
        synchronized (idle) {
            idle.push(workspace);
        }
    }

    /** Memory for a packed B that stays, which nobody uses; it holds none. */
    KeptB<T> takeKept() {
        synchronized (idleKept) {
            return idleKept.isEmpty() ? new KeptB<>(elements) : idleKept.pop();
        }
    }

    /** Keeps the memory of one alone: another shape of B would need other blocks. */
    void giveBack(KeptB<T> kept) {
        kept.forget();
        synchronized (idleKept) {
            idleKept.clear();
            idleKept.push(kept);
        }
    }

    /**
     * Counts the operations of products, small ones of all of the multiplier together, since a program may prepare each of them
     * anew. Once they are many, the kernels of a product are compiled before it goes on; where they were already, the next
     * product is asked in its place. Threads that count at the same time may miss one another: then it is the next one, too.
     *
     * @param compilation compiles what the product needs, and tells whether that was not done before
     * @return whether the kernels are compiled now
     */
    boolean warm(double flops, BooleanSupplier compilation) {
        flopsUntilCompiled -= flops;
        if (flopsUntilCompiled >= 0) {
            return false;
        }
        if (compilation.getAsBoolean()) {
            flopsUntilCompiled = FLOPS_WORTH_COMPILING;
        }
        return true;
    }

    Elements<T> elements() {
        return elements;
    }

    MicroKernels<T> kernels() {
        return kernels;
    }
}
