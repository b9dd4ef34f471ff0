package dev.santoku.backend.cpu;

import java.util.ArrayDeque;

/**
 * The workspaces of a multiplier: as many as it ever computed products at once.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class Workspaces<T> {
    private final Elements<T> elements;
    private final MicroKernels<T> kernels;
    private final ArrayDeque<Workspace<T>> idle = new ArrayDeque<>();

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

    Elements<T> elements() {
        return elements;
    }

    MicroKernels<T> kernels() {
        return kernels;
    }
}
