package dev.santoku.matrix.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/** The mapped part of a file. It moves on where bytes beyond it are wanted. */
final class Window {
    private static final long LENGTH = 1L << 26;

    private final FileChannel channel;
    private final long end;
    private long start;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** @param end the first byte that is never wanted */
    Window(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /** Little-endian bytes, the first of them at a place in the file. */
    ByteBuffer at(long position, long length) throws IOException {
        if (position < start || position + length > start + bytes.capacity()) {
            start = position;
            bytes = channel.map(MapMode.READ_ONLY, position, Math.max(length, Math.min(LENGTH, end - position)));
        }
        return bytes.slice(Math.toIntExact(position - start), Math.toIntExact(length))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
