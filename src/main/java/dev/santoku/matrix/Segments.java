package dev.santoku.matrix;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Bytes outside of Java's heap, more than one {@link ByteBuffer} addresses. Native memory is freed when they are closed: a lock keeps
 * whoever copies from reading what is gone. A mapping ends when the garbage collector finds it.
 */
final class Segments implements AutoCloseable {
    /** Of a segment's size: 1 GB. */
    static final int BITS = 30;

    private final int bits;
    private final List<ByteBuffer> segments = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private final Optional<Path> file;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private Segments(int bits, Optional<Path> file) {
        this.bits = bits;
        this.file = file;
    }

    /**
     * Zeros in native memory.
     *
     * @param bits of the size of each segment but the last, at least 3
     * @throws OutOfMemoryError when the system has not as much
     */
    static Segments allocate(long bytes, int bits) {
        Segments segments = new Segments(bits, Optional.empty());
        try {
            for (long start = 0; start < bytes; start += 1L << bits) {
                Memory memory = new Memory(Math.min(1L << bits, bytes - start));
                segments.memories.add(memory);
                segments.add(memory.getByteBuffer(0, memory.size()));
            }
        } catch (OutOfMemoryError e) {
            segments.close();
            throw e;
        }
        segments.memories.stream().parallel().forEach(Memory::clear);
        return segments;
    }

    /**
     * Maps a file from its beginning.
     *
     * @param mode a file that is mapped to be written becomes as long as is needed
     */
    static Segments map(FileChannel channel, Path file, MapMode mode, long bytes, int bits) throws IOException {
        Segments segments = new Segments(bits, Optional.of(file.toRealPath()));
        for (long start = 0; start < bytes; start += 1L << bits) {
            segments.add(channel.map(mode, start, Math.min(1L << bits, bytes - start)));
        }
        return segments;
    }

    private void add(ByteBuffer segment) {
        segments.add(segment.order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Whether both are views of one memory or one file. */
    boolean isSame(Segments other) {
        return other == this || (file.isPresent() && file.equals(other.file));
    }

    /**
     * Hands out a range of bytes, segment by segment.
     *
     * @throws IllegalStateException when closed
     */
    void use(long first, long bytes, Consumer<ByteBuffer> use) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this matrix is closed");
            }
            for (long done = 0; done < bytes; ) {
                long at = first + done;
                int offset = (int) (at & ((1L << bits) - 1));
                ByteBuffer segment = segments.get((int) (at >> bits));
                int length = (int) Math.min(bytes - done, segment.capacity() - offset);
                use.accept(segment.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN));
                done += length;
            }
        } finally {
            life.readLock().unlock();
        }
    }

    /** Waits for whoever copies. Closing twice is allowed. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            closed = true;
            segments.clear();
            memories.forEach(Memory::close);
            memories.clear();
        } finally {
            life.writeLock().unlock();
        }
    }
}
