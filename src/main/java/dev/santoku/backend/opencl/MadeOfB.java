package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.family.PackedB;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.transfer.Buffers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The packed B that blocks of rows of one product share: the first one makes it, and others wait for that. */
final class MadeOfB {
    private final Buffers memory;
    private final Handles owner;
    private final Map<PackedB, Buffer> buffers = new HashMap<>();
    private final Set<PackedB> made = new HashSet<>();

    /** @param owner gives the memory back */
    MadeOfB(Buffers memory, Handles owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /** Where it lies, made or not. */
    synchronized Buffer buffer(PackedB packed) {
        return buffers.computeIfAbsent(
                packed,
                missing ->
                        memory.lend(missing.scratch().name(), missing.scratch().bytes(), owner));
    }

    /**
     * Runs the steps of a block, with the one that makes it only if nobody did before.
     *
     * @param from runs the steps from that one on, and returns when they are finished
     */
    Event run(PackedB packed, IntFunction<Event> from) {
        synchronized (this) {
            if (!made.contains(packed)) {
                Event end = from.apply(0);
                made.add(packed);
                return end;
            }
        }
        return from.apply(1);
    }

    /** Has the next block make it again. */
    synchronized void forget() {
        made.clear();
    }
}
