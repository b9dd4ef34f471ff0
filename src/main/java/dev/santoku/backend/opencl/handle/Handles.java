package dev.santoku.backend.opencl.handle;

import java.util.ArrayDeque;
import java.util.Deque;

/** Handles that live and end together: the last one acquired is released first. */
public final class Handles implements AutoCloseable {
    private final Deque<Handle> held = new ArrayDeque<>();

    /** Takes a handle over, and returns it. */
    public <H extends Handle> H own(H handle) {
        held.push(handle);
        return handle;
    }

    /** Gives a handle up, which the caller owns from now on. */
    public <H extends Handle> H handOut(H handle) {
        held.remove(handle);
        return handle;
    }

    /** Gives all up, to handles that own them from now on. */
    public Handles handOver() {
        Handles heir = new Handles();
        heir.held.addAll(held);
        held.clear();
        return heir;
    }

    /** Releases all, even where one fails; the first failure is thrown with the later ones attached to it. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!held.isEmpty()) {
            try {
                held.pop().close();
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

    /** Releases all because of {@code cause}, which a failing release never hides. */
    public void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
