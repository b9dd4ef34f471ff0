package dev.santoku.matrix.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a file come from: a disk here, or another machine. */
public interface ByteSource extends Closeable {
    /**
     * Bytes of the file.
     *
     * @param position of the first of them
     * @param length at most 8 MB
     * @return so many bytes, in little-endian order; valid until the next call
     * @throws IOException when they cannot be read, or the file is too short
     */
    ByteBuffer at(long position, int length) throws IOException;
}
