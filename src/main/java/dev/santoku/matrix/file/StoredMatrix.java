package dev.santoku.matrix.file;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A dense matrix outside the heap: little-endian numbers in a file or in one for each block, or random ones that are drawn when
 * they are read.
 *
 * @param path of the file, or of the folder of blocks; null for a random matrix
 * @param offset bytes before the first element
 * @param rows at least 1
 * @param columns at least 1
 * @param precision of the file's elements: f32 or f64
 * @param columnMajor whether columns lie one behind the other (Fortran order), instead of rows
 * @param seed of a random matrix, whose elements are {@link Inputs#uniformElement}; unused for a file
 * @param blocks that lie in files of their own, and make the whole matrix; none where it is one file
 */
public record StoredMatrix(
        String path,
        long offset,
        int rows,
        int columns,
        Precision precision,
        boolean columnMajor,
        long seed,
        List<StoredBlock> blocks)
        implements Serializable {
    /** Elements that are read or written at once. */
    private static final int MOST_AT_ONCE = 1 << 20;

    public StoredMatrix {
        blocks = blocks == null ? List.of() : List.copyOf(blocks);
    }

    /** One file, or none. */
    public StoredMatrix(
            String path, long offset, int rows, int columns, Precision precision, boolean columnMajor, long seed) {
        this(path, offset, rows, columns, precision, columnMajor, seed, List.of());
    }

    /** The same at another path. */
    public StoredMatrix at(String other) {
        return new StoredMatrix(other, offset, rows, columns, precision, columnMajor, seed, blocks);
    }

    /** A random matrix: blocks of any size give the same elements. */
    public static StoredMatrix random(int rows, int columns, Precision precision, long seed) {
        return new StoredMatrix(null, 0, rows, columns, precision.storage(), false, seed);
    }

    /** Bytes of the file; {@link Long#MAX_VALUE} where no file is so long. */
    public long end() {
        long elements = (long) rows * columns;
        return elements > (Long.MAX_VALUE - offset) / precision.bytes()
                ? Long.MAX_VALUE
                : offset + elements * precision.bytes();
    }

    /**
     * Copies a block to the heap, out of files of this machine.
     *
     * @param format its elements are rounded to that
     * @throws IOException when a file cannot be read, is too short, or is a block whose checksum is another one
     */
    public Matrix read(Block block, Precision format) throws IOException {
        return read(block, format, new Disk());
    }

    /** The same out of files that may lie elsewhere. */
    public Matrix read(Block block, Precision format, FilePlace place) throws IOException {
        if (path == null) {
            return draw(block, format);
        }
        Matrix matrix = Matrix.zeros(format, block.rows(), block.columns());
        if (blocks.isEmpty()) {
            try (ByteSource source = place.source(path)) {
                read(block, source, matrix);
            }
        }
        for (StoredBlock stored : blocks) {
            if (stored.overlaps(block)) {
                StoredBlock file = stored.in(path);
                try (ByteSource source = place.source(file.file())) {
                    file.read(block, precision, source, matrix);
                }
            }
        }
        return matrix;
    }

    private void read(Block block, ByteSource source, Matrix matrix) throws IOException {
        forEachStretch(block, (position, index, length) -> {
            ByteBuffer bytes = source.at(position, length * precision.bytes());
            if (columnMajor || matrix.precision() != precision) {
                convert(bytes, index, length, matrix);
            } else if (matrix instanceof FloatMatrix floats) {
                bytes.asFloatBuffer().get(floats.elements(), index, length);
            } else if (matrix instanceof DoubleMatrix doubles) {
                bytes.asDoubleBuffer().get(doubles.elements(), index, length);
            }
        });
    }

    private void convert(ByteBuffer bytes, int index, int length, Matrix matrix) {
        int lineLength = columnMajor ? matrix.rows() : matrix.columns();
        int line = index / lineLength;
        int inLine = index % lineLength;
        for (int i = 0; i < length; i++) {
            double value = precision == Precision.F32 ? bytes.getFloat() : bytes.getDouble();
            matrix.set(columnMajor ? inLine : line, columnMajor ? line : inLine, value);
            if (++inLine == lineLength) {
                inLine = 0;
                line++;
            }
        }
    }

    private Matrix draw(Block block, Precision format) {
        Matrix matrix = Matrix.zeros(format, block.rows(), block.columns());
        IntStream.range(0, block.rows()).parallel().forEach(row -> {
            long first = (long) (block.row() + row) * columns + block.column();
            for (int column = 0; column < block.columns(); column++) {
                matrix.set(row, column, Inputs.uniformElement(format, seed, first + column));
            }
        });
        return matrix;
    }

    /**
     * Writes a block into the file, which is there and in C order.
     *
     * @param matrix as large as the block, with elements of this precision
     * @throws IOException when the file cannot be written
     */
    public void write(Block block, Matrix matrix) throws IOException {
        long elements = (long) block.rows() * block.columns();
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(elements, MOST_AT_ONCE) * precision.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.WRITE)) {
            forEachStretch(block, (position, index, length) -> {
                bytes.clear().limit(length * precision.bytes());
                if (matrix instanceof FloatMatrix floats) {
                    bytes.asFloatBuffer().put(floats.elements(), index, length);
                } else if (matrix instanceof DoubleMatrix doubles) {
                    bytes.asDoubleBuffer().put(doubles.elements(), index, length);
                }
                while (bytes.hasRemaining()) {
                    channel.write(bytes, position + bytes.position());
                }
            });
        }
    }

    /** Elements of a block that lie side by side in the file. */
    @FunctionalInterface
    private interface Stretch {
        /** @param index of the first element, counted over the block's elements in the file's order */
        void at(long position, int index, int length) throws IOException;
    }

    private void forEachStretch(Block block, Stretch stretch) throws IOException {
        int side = columnMajor ? rows : columns;
        int firstLine = columnMajor ? block.column() : block.row();
        int inLine = columnMajor ? block.row() : block.column();
        int lines = columnMajor ? block.columns() : block.rows();
        int length = columnMajor ? block.rows() : block.columns();
        if (length == side) { // the lines make one
            length *= lines;
            lines = 1;
        }
        for (int line = 0; line < lines; line++) {
            long first = (long) (firstLine + line) * side + inLine;
            for (int left = length; left > 0; left -= Math.min(left, MOST_AT_ONCE)) {
                int done = length - left;
                stretch.at(
                        offset + (first + done) * precision.bytes(),
                        line * length + done,
                        Math.min(left, MOST_AT_ONCE));
            }
        }
    }
}
