package dev.santoku.matrix.file;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a block on their way to another machine, as bytes: which block, where in it, then the elements in little-endian order.
 * Elements of reduced formats travel as f32.
 */
public final class Piece {
    private static final int HEADER = 3 * Integer.BYTES;
    private static final int MOST_BYTES = 1 << 22;

    private final ByteBuffer bytes;

    /** @param bytes what {@link #of} made */
    public Piece(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
        buffer.putInt(tag).putInt(row).putInt(elements);
        if (rows instanceof FloatMatrix floats) {
            buffer.asFloatBuffer().put(floats.elements());
        } else if (rows instanceof DoubleMatrix doubles) {
            buffer.asDoubleBuffer().put(doubles.elements());
        }
        return bytes;
    }

    /** As the sender chose it. */
    public int tag() {
        return bytes.getInt(0);
    }

    /**
     * Writes the rows to their place.
     *
     * @param block as wide as the piece, of the same precision
     * @return how many elements those are
     */
    public int into(Matrix block) {
        int first = Math.multiplyExact(bytes.getInt(Integer.BYTES), block.columns());
        int elements = bytes.getInt(2 * Integer.BYTES);
        ByteBuffer content = bytes.slice(HEADER, bytes.capacity() - HEADER).order(ByteOrder.LITTLE_ENDIAN);
        if (block instanceof FloatMatrix floats) {
            content.asFloatBuffer().get(floats.elements(), first, elements);
        } else if (block instanceof DoubleMatrix doubles) {
            content.asDoubleBuffer().get(doubles.elements(), first, elements);
        }
        return elements;
    }
}
