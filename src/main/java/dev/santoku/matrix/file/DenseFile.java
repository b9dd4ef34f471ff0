package dev.santoku.matrix.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of f64 in Fortran order that begins as zeros, mapped as a whole. */
final class DenseFile {
    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT = 1L << SEGMENT_BITS;

    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private final StoredMatrix matrix;

    /** @param matrix its path leads to an empty file */
    DenseFile(StoredMatrix matrix) throws IOException {
        this.matrix = matrix;
        try (FileChannel channel =
                FileChannel.open(Path.of(matrix.path()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long start = 0; start < matrix.end(); start += SEGMENT) {
                MappedByteBuffer segment =
                        channel.map(MapMode.READ_WRITE, start, Math.min(SEGMENT, matrix.end() - start));
                segment.order(ByteOrder.LITTLE_ENDIAN);
                segments.add(segment);
            }
        }
    }

    /** Adds to an element; rows and columns count from 0. */
    void add(int row, int column, double value) {
        long position = ((long) column * matrix.rows() + row) * Double.BYTES;
        MappedByteBuffer segment = segments.get((int) (position >> SEGMENT_BITS));
        int at = (int) (position & (SEGMENT - 1));
        segment.putDouble(at, segment.getDouble(at) + value);
    }
}
