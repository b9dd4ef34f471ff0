package dev.santoku.matrix;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A row-major matrix outside of Java's heap, in native memory or in a file that is mapped. It may have more elements than a Java
 * array. A multiplier takes it like any other.
 *
 * <p>Files hold f32 or f64 in little-endian order, row by row, and nothing else. To close a matrix in native memory frees that; a
 * later call throws an {@link IllegalStateException}.
 */
public final class OffHeapMatrix implements Matrix, AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Precision precision;
    private final int rows;
    private final int columns;
    private final Segments segments;
    private final boolean writable;

    private OffHeapMatrix(Precision precision, int rows, int columns, Segments segments, boolean writable) {
        this.precision = precision;
        this.rows = rows;
        this.columns = columns;
        this.segments = segments;
        this.writable = writable;
    }

    /**
     * A matrix of zeros in native memory, which it has until it is closed.
     *
     * @param rows at least 1
     * @param columns at least 1
     * @throws OutOfMemoryError when the system has not as much memory
     */
    public static OffHeapMatrix zeros(Precision precision, int rows, int columns) {
        return zeros(precision, rows, columns, Segments.BITS);
    }

    static OffHeapMatrix zeros(Precision precision, int rows, int columns, int bits) {
        Segments memory = Segments.allocate(bytes(precision, rows, columns), bits);
        return new OffHeapMatrix(precision, rows, columns, memory, true);
    }

    /**
     * The matrix in a file, to be read. The file must not become shorter while it is open.
     *
     * @param precision f32 or f64
     * @param rows at least 1
     * @param columns at least 1
     * @throws IllegalArgumentException when the file has another length, or the precision is reduced
     * @throws IOException when the file cannot be read
     */
    public static OffHeapMatrix open(Path file, Precision precision, int rows, int columns) throws IOException {
        return open(file, precision, rows, columns, Segments.BITS);
    }

    static OffHeapMatrix open(Path file, Precision precision, int rows, int columns, int bits) throws IOException {
        long bytes = bytesInFile(precision, rows, columns);
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + (Files.exists(file) ? " is no regular file" : " is not there"));
        }
        if (Files.size(file) != bytes) {
            throw new IllegalArgumentException("%s has %d bytes, and %d×%d elements of %s are %d bytes"
                    .formatted(file, Files.size(file), rows, columns, precision, bytes));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Segments mapped = Segments.map(channel, file, MapMode.READ_ONLY, bytes, bits);
            return new OffHeapMatrix(precision, rows, columns, mapped, false);
        }
    }

    /**
     * A matrix of zeros in a new file, to be read and written. What is written is in the file even when the program ends early. A
     * disk that is full then ends it with an {@link InternalError}: the file takes its place when it is written.
     *
     * @param precision f32 or f64
     * @param rows at least 1
     * @param columns at least 1
     * @throws IllegalArgumentException when the precision is reduced
     * @throws IOException when the file is there already, or cannot be written
     */
    public static OffHeapMatrix create(Path file, Precision precision, int rows, int columns) throws IOException {
        return create(file, precision, rows, columns, Segments.BITS);
    }

    static OffHeapMatrix create(Path file, Precision precision, int rows, int columns, int bits) throws IOException {
        long bytes = bytesInFile(precision, rows, columns);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Segments mapped = Segments.map(channel, file, MapMode.READ_WRITE, bytes, bits);
            return new OffHeapMatrix(precision, rows, columns, mapped, true);
        }
    }

    private static long bytesInFile(Precision precision, int rows, int columns) {
        if (precision.isReduced()) {
            throw new IllegalArgumentException("a file holds f32 or f64, and not " + precision);
        }
        return bytes(precision, rows, columns);
    }

    private static long bytes(Precision precision, int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("%d×%d: every side must be at least 1".formatted(rows, columns));
        }
        return Math.multiplyExact((long) rows * columns, precision.bytes());
    }

    /** Rows times columns. */
    public long elements() {
        return (long) rows * columns;
    }

    /**
     * Copies elements out of the matrix.
     *
     * @param first row·columns + column of the first of them
     * @param to gets as many as it has room for: a {@link FloatBuffer}, or of f64 a {@link DoubleBuffer}
     */
    public void read(long first, Buffer to) {
        check(first, to);
        use(first, to.remaining(), part -> {
            if (to instanceof FloatBuffer floats) {
                floats.put(part.asFloatBuffer());
            } else {
                ((DoubleBuffer) to).put(part.asDoubleBuffer());
            }
        });
    }

    /**
     * Copies elements into the matrix.
     *
     * @param first row·columns + column of the first of them
     * @param from numbers of the matrix's precision: a {@link FloatBuffer}, or of f64 a {@link DoubleBuffer}
     * @throws UnsupportedOperationException when its file was opened to be read
     */
    public void write(long first, Buffer from) {
        checkWritable();
        check(first, from);
        use(first, from.remaining(), part -> {
            if (from instanceof FloatBuffer floats) {
                FloatBuffer to = part.asFloatBuffer();
                to.put(floats.slice().limit(to.capacity()));
            } else {
                DoubleBuffer to = part.asDoubleBuffer();
                to.put(((DoubleBuffer) from).slice().limit(to.capacity()));
            }
            from.position(from.position() + part.capacity() / precision.bytes());
        });
    }

    /** Hands out all of its bytes, in order. */
    void forEachPart(Consumer<ByteBuffer> use) {
        use(0, elements(), use);
    }

    private void check(long first, Buffer elements) {
        Objects.checkFromIndexSize(first, elements.remaining(), elements());
        if (precision == Precision.F64 ? !(elements instanceof DoubleBuffer) : !(elements instanceof FloatBuffer)) {
            throw new IllegalArgumentException("elements of %s are copied with a %s"
                    .formatted(precision, precision == Precision.F64 ? "DoubleBuffer" : "FloatBuffer"));
        }
    }

    private void checkWritable() {
        if (!writable) {
            throw new UnsupportedOperationException("this matrix is a file that was opened to be read: create another");
        }
    }

    private void use(long first, long count, Consumer<ByteBuffer> use) {
        segments.use(first * precision.bytes(), count * precision.bytes(), use);
    }

    @Override
    public OffHeapMatrix stored() {
        return precision.isReduced() ? new OffHeapMatrix(Precision.F32, rows, columns, segments, writable) : this;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public double at(int row, int column) {
        double[] element = new double[1];
        use(
                index(row, column),
                1,
                part -> element[0] = precision == Precision.F64 ? part.getDouble(0) : part.getFloat(0));
        return element[0];
    }

    @Override
    public void set(int row, int column, double value) {
        checkWritable();
        use(index(row, column), 1, part -> {
            ByteBuffer unused = precision == Precision.F64
                    ? part.putDouble(0, value)
                    : part.putFloat(0, (float) precision.rounded(value));
        });
    }

    private long index(int row, int column) {
        return (long) Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns);
    }

    @Override
    public void fill(double value) {
        Matrix chunk = Matrix.zeros(precision, 1, (int) Math.min(CHUNK, elements()));
        chunk.fill(value);
        for (long first = 0; first < elements(); first += chunk.columns()) {
            write(first, Window.elements(chunk, 0, (int) Math.min(chunk.columns(), elements() - first)));
        }
    }

    @Override
    public boolean sharesElementsWith(Matrix other) {
        return other instanceof OffHeapMatrix matrix && segments.isSame(matrix.segments);
    }

    /** {@inheritDoc} It lies on the heap. */
    @Override
    public Matrix slice(int fromRow, int sliceRows) {
        return new Window(this, fromRow, 0, sliceRows, columns).copy();
    }

    @Override
    public void paste(int fromRow, Matrix source) {
        new Window(this, fromRow, 0, source.rows(), columns).paste(Window.of(source));
    }

    @Override
    public void negate(int fromRow, int blockRows, int blockColumns) {
        for (int row = fromRow; row < fromRow + blockRows; row++) {
            Window part = new Window(this, row, 0, 1, blockColumns);
            Matrix copy = part.copy();
            copy.negate(0, 1, blockColumns);
            part.paste(Window.of(copy));
        }
    }

    @Override
    public void close() {
        segments.close();
    }
}
