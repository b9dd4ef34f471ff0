package dev.santoku.matrix.file;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A dense matrix outside the heap: little-endian numbers in a file, or random ones that are drawn when they are read.
 *
 * @param path of the file; null for a random matrix
 * @param offset bytes before the first element
 * @param rows at least 1
 * @param columns at least 1
 * @param precision of the file's elements: f32 or f64
 * @param columnMajor whether columns lie one behind the other (Fortran order), instead of rows
 * @param seed of a random matrix, whose elements are drawn evenly from [−1, 1); unused for a file
 */
public record StoredMatrix(
        String path, long offset, int rows, int columns, Precision precision, boolean columnMajor, long seed) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** A random matrix. Row i depends on the seed and on i alone, so blocks of any size give the same matrix. */
    public static StoredMatrix random(int rows, int columns, Precision precision, long seed) {
        return new StoredMatrix(null, 0, rows, columns, precision.storage(), false, seed);
    }

    /** Bytes of the file. */
    public long end() {
        return offset + (long) rows * columns * precision.bytes();
    }

    /**
     * Copies a block to the heap.
     *
     * @param format its elements are rounded to that
     * @throws IOException when the file cannot be read, or is too short
     */
    public Matrix read(Block block, Precision format) throws IOException {
        Matrix matrix = Matrix.zeros(format, block.rows(), block.columns());
        if (path == null) {
            draw(block, matrix);
            return matrix;
        }
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
            if (channel.size() < end()) {
                throw new EOFException(path + " has become shorter while it was read");
            }
            int lines = columnMajor ? block.columns() : block.rows();
            Window window = new Window(channel, end());
            for (int line = 0; line < lines; line++) {
                readLine(window, block, line, matrix);
            }
        }
        return matrix;
    }

    /** A line is a row, or a column in Fortran order: its elements lie side by side. */
    private void readLine(Window window, Block block, int line, Matrix matrix) throws IOException {
        long first = columnMajor
                ? (long) (block.column() + line) * rows + block.row()
                : (long) (block.row() + line) * columns + block.column();
        int length = columnMajor ? block.rows() : block.columns();
        ByteBuffer bytes = window.at(offset + first * precision.bytes(), (long) length * precision.bytes());
        if (!columnMajor && matrix.precision() == precision) {
            if (matrix instanceof FloatMatrix floats) {
                bytes.asFloatBuffer().get(floats.elements(), line * length, length);
            } else {
                bytes.asDoubleBuffer().get(((DoubleMatrix) matrix).elements(), line * length, length);
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            double value = precision == Precision.F32 ? bytes.getFloat() : bytes.getDouble();
            matrix.set(columnMajor ? i : line, columnMajor ? line : i, value);
        }
    }

    private void draw(Block block, Matrix matrix) {
        for (int row = 0; row < block.rows(); row++) {
            SplittableRandom random = new SplittableRandom(seed + (block.row() + row) * GOLDEN_GAMMA);
            for (int column = 0; column < block.column() + block.columns(); column++) {
                double value = random.nextDouble() * 2 - 1;
                if (column >= block.column()) {
                    matrix.set(row, column - block.column(), value);
                }
            }
        }
    }

    /**
     * Writes a block into the file, which is of this precision and in C order.
     *
     * @throws IOException when the file cannot be written
     */
    public void write(Block block, Matrix matrix) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(block.columns(), precision.bytes()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < block.rows(); row++) {
                bytes.clear();
                for (int column = 0; column < block.columns(); column++) {
                    if (precision == Precision.F32) {
                        bytes.putFloat((float) matrix.at(row, column));
                    } else {
                        bytes.putDouble(matrix.at(row, column));
                    }
                }
                bytes.flip();
                long position = offset + ((long) (block.row() + row) * columns + block.column()) * precision.bytes();
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
            }
        }
    }
}
