package dev.santoku.matrix.file;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Rows of a block on their way to another machine, as bytes: a checksum of all that follows, which block, where in it, then the
 * elements in little-endian order. Elements of reduced formats travel as f32.
 */
public final class Piece {
    private static final int TAG = Integer.BYTES;
    private static final int ROW = 2 * Integer.BYTES;
    private static final int COUNT = 3 * Integer.BYTES;
    private static final int HEADER = 4 * Integer.BYTES;
    private static final int MOST_BYTES = 1 << 22;

    private final ByteBuffer bytes;

    /**
     * What has come.
     *
     * @param bytes what {@link #of} made
     * @throws IOException when they are not
     */
    public Piece(byte[] bytes) throws IOException {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || checksum(bytes) != this.bytes.getInt(0)) {
            throw new IOException("rows of a block were damaged on their way");
        }
    }

    /**
     * Cuts a block into pieces of some rows each, of 4 MB if one row is not more.
     *
     * @param elementBytes of one element
     */
    public static List<Block> cut(Block block, int elementBytes) {
        int rows = (int) Math.max(1, MOST_BYTES / ((long) block.columns() * elementBytes));
        List<Block> pieces = new ArrayList<>();
        for (int row = 0; row < block.rows(); row += rows) {
            pieces.add(
                    new Block(block.row() + row, Math.min(rows, block.rows() - row), block.column(), block.columns()));
        }
        return pieces;
    }

    /**
     * Rows as bytes.
     *
     * @param tag for the receiver
     * @param row of the block, where they begin
     */
    public static byte[] of(int tag, int row, Matrix rows) {
        int elementBytes = rows.precision().bytes();
        int elements = Math.multiplyExact(rows.rows(), rows.columns());
        byte[] bytes = new byte[Math.addExact(HEADER, Math.multiplyExact(elements, elementBytes))];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(TAG, tag).putInt(ROW, row).putInt(COUNT, elements).position(HEADER);
        if (rows instanceof FloatMatrix floats) {
            buffer.asFloatBuffer().put(floats.elements());
        } else if (rows instanceof DoubleMatrix doubles) {
            buffer.asDoubleBuffer().put(doubles.elements());
        }
        buffer.putInt(0, checksum(bytes));
        return bytes;
    }

    /** CRC-32C, which processors have an instruction for. */
    private static int checksum(byte[] piece) {
        CRC32C sum = new CRC32C();
        sum.update(piece, TAG, piece.length - TAG);
        return (int) sum.getValue();
    }

    /** As the sender chose it. */
    public int tag() {
        return bytes.getInt(TAG);
    }

    /**
     * Writes the rows to their place.
     *
     * @param block as wide as the piece, of the same precision
     * @return how many elements those are
     */
    public int into(Matrix block) {
        int first = Math.multiplyExact(bytes.getInt(ROW), block.columns());
        int elements = bytes.getInt(COUNT);
        ByteBuffer content = bytes.slice(HEADER, bytes.capacity() - HEADER).order(ByteOrder.LITTLE_ENDIAN);
        if (block instanceof FloatMatrix floats) {
            content.asFloatBuffer().get(floats.elements(), first, elements);
        } else if (block instanceof DoubleMatrix doubles) {
            content.asDoubleBuffer().get(doubles.elements(), first, elements);
        }
        return elements;
    }
}
