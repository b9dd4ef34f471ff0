package dev.santoku.matrix.file;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A block of a matrix in a {@code .npy} file of its own, in C order. Its checksums are those of stretches of the file, so that a
 * part of it can be read and checked.
 *
 * @param file its name, from the folder of the matrix on
 * @param offset bytes before the first element
 * @param row of the matrix, where the block begins
 * @param rows at least 1
 * @param column of the matrix, where the block begins
 * @param columns at least 1
 * @param sha256 of the whole file
 * @param crc32c of each 2²⁰ elements, the last of which may be fewer; 8 hexadecimal digits each
 */
public record StoredBlock(
        String file, long offset, int row, int rows, int column, int columns, String sha256, List<String> crc32c)
        implements Serializable {
    /** What a message of {@link #read} says of a file whose checksum is another one. */
    public static final String DAMAGED = " is damaged: elements ";

    private static final Pattern IN_FOLDER = Pattern.compile("(?:[\\w-][\\w.-]*/)*[\\w-][\\w.-]*");
    private static final int SUMMED = 1 << 20;

    /** Divides what is summed. */
    private static final int AT_ONCE = 1 << 16;

    /**
     * Writes a block as a file of a folder of this machine, to the disk.
     *
     * @param elements of the block: f32 or f64
     */
    public static StoredBlock write(Path folder, Block block, Matrix elements) throws IOException {
        String name = "block-%d-%d.npy".formatted(block.row(), block.column());
        try (FileChannel channel =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            StoredBlock written = write(name, block, elements, Channels.newOutputStream(channel));
            channel.force(true);
            return written;
        }
    }

    /** Writes a block as a file of this name. */
    public static StoredBlock write(String name, Block block, Matrix elements, OutputStream out) throws IOException {
        MessageDigest digest = newDigest();
        OutputStream file = new DigestOutputStream(out, digest);
        Precision precision = elements.precision().storage();
        byte[] header = Npy.header(block.rows(), block.columns(), precision);
        file.write(header);
        ByteBuffer chunk = ByteBuffer.allocate(AT_ONCE * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> sums = new ArrayList<>();
        CRC32C sum = new CRC32C();
        int all = Math.multiplyExact(block.rows(), block.columns());
        for (int from = 0; from < all; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, all - from);
            if (elements instanceof FloatMatrix floats) {
                chunk.asFloatBuffer().put(floats.elements(), from, count);
            } else if (elements instanceof DoubleMatrix doubles) {
                chunk.asDoubleBuffer().put(doubles.elements(), from, count);
            }
            file.write(chunk.array(), 0, count * precision.bytes());
            sum.update(chunk.array(), 0, count * precision.bytes());
            if (from + count == all || (from + count) % SUMMED == 0) {
                sums.add(HexFormat.of().toHexDigits((int) sum.getValue()));
                sum.reset();
            }
        }
        return new StoredBlock(
                name,
                header.length,
                block.row(),
                block.rows(),
                block.column(),
                block.columns(),
                HexFormat.of().formatHex(digest.digest()),
                sums);
    }

    /** One of SHA-256. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The same in a folder of the folder. */
    StoredBlock in(String folder) {
        return new StoredBlock(folder + "/" + file, offset, row, rows, column, columns, sha256, crc32c);
    }

    /** Whether the file has a name, which leads nowhere else. */
    boolean isInFolder() {
        return file != null && IN_FOLDER.matcher(file).matches();
    }

    /** Bytes of the file. */
    long end(Precision precision) {
        return offset + elements() * precision.bytes();
    }

    private long elements() {
        return (long) rows * columns;
    }

    /** How many checksums it has to have. */
    long sums() {
        return (elements() + SUMMED - 1) / SUMMED;
    }

    boolean overlaps(Block block) {
        return row < block.row() + block.rows()
                && block.row() < row + rows
                && column < block.column() + block.columns()
                && block.column() < column + columns;
    }

    /**
     * Copies what a block that overlaps has in common with this one.
     *
     * @param precision of the file's elements
     * @param source the file
     * @param into the elements of {@code wanted}
     * @throws IOException when it cannot be read, or a checksum is not the manifest's
     */
    void read(Block wanted, Precision precision, ByteSource source, Matrix into) throws IOException {
        int top = Math.max(row, wanted.row()) - row;
        int bottom = Math.min(row + rows, wanted.row() + wanted.rows()) - row;
        int left = Math.max(column, wanted.column()) - column;
        int right = Math.min(column + columns, wanted.column() + wanted.columns()) - column;
        long first = (long) top * columns + left;
        long end = (long) (bottom - 1) * columns + right;
        for (long from = first / SUMMED * SUMMED; from < end; from += SUMMED) {
            long to = Math.min(from + SUMMED, elements());
            ByteBuffer bytes = checked(source, from, to, precision);
            int lastLine = (int) Math.min(bottom - 1L, (to - 1) / columns);
            for (int line = (int) Math.max(top, from / columns); line <= lastLine; line++) {
                long begin = (long) line * columns;
                long start = Math.max(from, begin + left);
                int count = (int) (Math.min(to, begin + right) - start);
                if (count > 0) { // else the stretch has none of the line's that are wanted
                    int place = (line + row - wanted.row()) * into.columns()
                            + (int) (start - begin)
                            + column
                            - wanted.column();
                    copy(bytes, (int) (start - from), count, precision, into, place);
                }
            }
        }
    }

    private ByteBuffer checked(ByteSource source, long from, long to, Precision precision) throws IOException {
        ByteBuffer bytes = source.at(offset + from * precision.bytes(), (int) (to - from) * precision.bytes());
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        if (!HexFormat.of().toHexDigits((int) sum.getValue()).equalsIgnoreCase(crc32c.get((int) (from / SUMMED)))) {
            throw new MatrixFileException(
                    "block %s%sfrom %d on are not those of the manifest's checksum".formatted(file, DAMAGED, from));
        }
        return bytes;
    }

    private static void copy(ByteBuffer bytes, int from, int count, Precision precision, Matrix into, int place) {
        if (into.precision() != precision) {
            for (int i = 0; i < count; i++) {
                double value = precision == Precision.F32
                        ? bytes.getFloat((from + i) * Float.BYTES)
                        : bytes.getDouble((from + i) * Double.BYTES);
                into.set((place + i) / into.columns(), (place + i) % into.columns(), value);
            }
        } else if (into instanceof FloatMatrix floats) {
            bytes.asFloatBuffer().get(from, floats.elements(), place, count);
        } else if (into instanceof DoubleMatrix doubles) {
            bytes.asDoubleBuffer().get(from, doubles.elements(), place, count);
        }
    }
}
