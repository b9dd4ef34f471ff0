package dev.santoku.backend.opencl.handle;

import java.util.Objects;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.cl_mem;

/** Owns a buffer on the device, and knows what the host sees of it. */
public final class Buffer implements Handle {
    private final cl_mem handle;
    private final long capacity;
    private long bytes;
    private Optional<Mapping> mapping = Optional.empty();

    Buffer(cl_mem handle, long bytes) {
        this.handle = handle;
        capacity = bytes;
        this.bytes = bytes;
    }

    public cl_mem handle() {
        return handle;
    }

    /** How many are used, from the first on: all, unless {@link #use} says otherwise. */
    public long bytes() {
        return bytes;
    }

    /** The most that can be used. */
    public long capacity() {
        return capacity;
    }

    /**
     * Uses so many bytes from now on; the host must see nothing of it.
     *
     * @throws IndexOutOfBoundsException when it has not so many
     */
    public void use(long some) {
        Objects.checkFromToIndex(0, some, capacity);
        bytes = some;
    }

    /** What the host sees of it; empty while the device has it. */
    public Optional<Mapping> mapping() {
        return mapping;
    }

    /** Takes over what the host sees from now on. */
    void mapped(Mapping seen) {
        mapping = Optional.of(seen);
    }

    /** The host sees nothing of it any more. */
    void unmapped() {
        Optional<Mapping> seen = mapping;
        mapping = Optional.empty();
        seen.ifPresent(Mapping::close);
    }

    @Override
    public void close() {
        CL.clReleaseMemObject(handle);
    }
}
