package dev.santoku.backend.opencl.handle;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jocl.Pointer;

/** The one place that tells a {@code float[]} from a {@code double[]}. */
public final class HostMemory {
    /** What one thread copies at a time where several do: enough to be worth a hand-over, small enough to share evenly. */
    private static final int PIECE = 1 << 20;

    private HostMemory() {}

    /** A pointer to the elements, for calls that return when the copy is done: Java may move the array afterwards. */
    public static Pointer pointerTo(Matrix matrix) {
        return matrix instanceof FloatMatrix floats
                ? Pointer.to(floats.elements())
                : Pointer.to(((DoubleMatrix) matrix).elements());
    }

    /** Fills native memory with a matrix's elements from one of its bytes on, on several threads. */
    public static void copy(Matrix from, long firstByte, ByteBuffer to) {
        int first = Math.toIntExact(firstByte / from.precision().bytes());
        inPieces(to.capacity(), at -> {
            ByteBuffer piece = piece(to, at);
            int element = first + at / from.precision().bytes();
            if (from instanceof FloatMatrix floats) {
                piece.asFloatBuffer().put(floats.elements(), element, piece.remaining() / Float.BYTES);
            } else {
                piece.asDoubleBuffer().put(((DoubleMatrix) from).elements(), element, piece.remaining() / Double.BYTES);
            }
        });
    }

    /** Fills native memory with all elements of a matrix, on this thread. */
    public static void copyAlone(Matrix from, ByteBuffer to) {
        ByteBuffer memory = to.duplicate().order(ByteOrder.nativeOrder());
        if (from instanceof FloatMatrix floats) {
            memory.asFloatBuffer().put(floats.elements());
        } else {
            memory.asDoubleBuffer().put(((DoubleMatrix) from).elements());
        }
    }

    /** Overwrites all elements of a matrix with what native memory holds, on this thread. */
    public static void copyAlone(ByteBuffer from, Matrix to) {
        ByteBuffer memory = from.duplicate().order(ByteOrder.nativeOrder());
        if (to instanceof FloatMatrix floats) {
            memory.asFloatBuffer().get(floats.elements());
        } else {
            memory.asDoubleBuffer().get(((DoubleMatrix) to).elements());
        }
    }

    /** Overwrites a matrix's elements from one of its bytes on with what native memory holds, on several threads. */
    public static void copy(ByteBuffer from, Matrix to, long firstByte) {
        int first = Math.toIntExact(firstByte / to.precision().bytes());
        inPieces(from.capacity(), at -> {
            ByteBuffer piece = piece(from, at);
            int element = first + at / to.precision().bytes();
            if (to instanceof FloatMatrix floats) {
                piece.asFloatBuffer().get(floats.elements(), element, piece.remaining() / Float.BYTES);
            } else {
                piece.asDoubleBuffer().get(((DoubleMatrix) to).elements(), element, piece.remaining() / Double.BYTES);
            }
        });
    }

    /** Fills native memory with a one-element matrix's element over and over, on several threads. */
    public static void fill(ByteBuffer memory, Matrix element) {
        inPieces(memory.capacity(), at -> {
            ByteBuffer piece = piece(memory, at);
            if (element instanceof FloatMatrix floats) {
                FloatBuffer elements = piece.asFloatBuffer();
                while (elements.hasRemaining()) {
                    elements.put(floats.elements()[0]);
                }
            } else {
                DoubleBuffer elements = piece.asDoubleBuffer();
                while (elements.hasRemaining()) {
                    elements.put(((DoubleMatrix) element).elements()[0]);
                }
            }
        });
    }

    private static void inPieces(int bytes, IntConsumer copyFrom) {
        int pieces = (int) (((long) bytes + PIECE - 1) / PIECE);
        IntStream range = IntStream.range(0, pieces);
        (pieces > 1 ? range.parallel() : range).forEach(piece -> copyFrom.accept(piece * PIECE));
    }

    private static ByteBuffer piece(ByteBuffer memory, int at) {
        return memory.duplicate()
                .order(ByteOrder.nativeOrder())
                .position(at)
                .limit(Math.min(memory.capacity(), at + PIECE));
    }
}
