package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.family.PackedB;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.transfer.Buffers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The packed B that blocks of rows of one product share: the first one makes it. One thread at a time asks. */
final class MadeOfB {
    private final Buffers memory;
    private final Handles owner;
    private final Map<PackedB, Buffer> buffers = new HashMap<>();
    private Optional<PackedB> made = Optional.empty();

    /** @param owner gives the memory back */
    MadeOfB(Buffers memory, Handles owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /** Where it lies, made or not. */
    Buffer buffer(PackedB packed) {
        return buffers.computeIfAbsent(
                packed,
                missing ->
                        memory.lend(missing.scratch().name(), missing.scratch().bytes(), owner));
    }

    boolean has(PackedB packed) {
        return made.filter(packed::equals).isPresent();
    }

    /** Notes that it is made. */
    void add(PackedB packed) {
        made = Optional.of(packed);
    }

    /** Has the next block make it again. */
    void forget() {
        made = Optional.empty();
    }
}
