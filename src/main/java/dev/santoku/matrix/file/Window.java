package dev.santoku.matrix.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/** The mapped part of a file. It moves on where bytes beyond it are wanted. */
final class Window implements ByteSource {
    private static final long LENGTH = 1L << 26;

    private final FileChannel channel;
    private final long end;
    private long start;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Window(FileChannel channel) throws IOException {
        this.channel = channel;
        end = channel.size();
    }

    @Override
    public ByteBuffer at(long position, int length) throws IOException {
        if (position + length > end) {
            throw new MatrixFileException("a matrix has become shorter since it was opened");
        }
        if (position < start || position + length > start + bytes.capacity()) {
            start = position;
            bytes = channel.map(MapMode.READ_ONLY, position, Math.min(LENGTH, end - position));
        }
        return bytes.slice(Math.toIntExact(position - start), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
