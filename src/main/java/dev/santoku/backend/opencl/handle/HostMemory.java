package dev.santoku.backend.opencl.handle;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Window;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jocl.Pointer;

/** Copies between matrices and native memory: the one place that tells a {@code float[]} from a {@code double[]}. */
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

    /** A matrix of one element. */
    public static Matrix element(Precision precision, double value) {
        Matrix element = Matrix.zeros(precision, 1, 1);
        element.set(0, 0, value);
        return element;
    }

    /** Fills native memory with a window's elements, row by row, from one of its bytes on, on several threads. */
    public static void copy(Window from, long firstByte, ByteBuffer to) {
        inPieces(to.capacity(), at -> put(from, firstByte + at, piece(to, at)));
    }

    /** Fills native memory with all elements of a window, row by row, on this thread. */
    public static void copyAlone(Window from, ByteBuffer to) {
        put(from, 0, whole(to));
    }

    private static void put(Window from, long firstByte, ByteBuffer to) {
        if (from.matrix() instanceof OffHeapMatrix offHeap) {
            Buffer target = elements(to, offHeap);
            forRuns(from, firstByte, target.capacity(), (at, count) -> {
                offHeap.read(at, target.limit(target.position() + count));
            });
        } else if (from.matrix() instanceof FloatMatrix floats) {
            FloatBuffer target = to.asFloatBuffer();
            forRuns(from, firstByte, target.remaining(), (at, count) -> target.put(floats.elements(), (int) at, count));
        } else {
            DoubleBuffer target = to.asDoubleBuffer();
            double[] elements = ((DoubleMatrix) from.matrix()).elements();
            forRuns(from, firstByte, target.remaining(), (at, count) -> target.put(elements, (int) at, count));
        }
    }

    /** Overwrites a window's elements, row by row, from one of its bytes on with what native memory holds, on several threads. */
    public static void copy(ByteBuffer from, Window to, long firstByte) {
        inPieces(from.capacity(), at -> get(piece(from, at), to, firstByte + at));
    }

    /** Overwrites all elements of a window, row by row, with what native memory holds, on this thread. */
    public static void copyAlone(ByteBuffer from, Window to) {
        get(whole(from), to, 0);
    }

    private static void get(ByteBuffer from, Window to, long firstByte) {
        if (to.matrix() instanceof OffHeapMatrix offHeap) {
            Buffer source = elements(from, offHeap);
            forRuns(to, firstByte, source.capacity(), (at, count) -> {
                offHeap.write(at, source.limit(source.position() + count));
            });
        } else if (to.matrix() instanceof FloatMatrix floats) {
            FloatBuffer source = from.asFloatBuffer();
            forRuns(to, firstByte, source.remaining(), (at, count) -> source.get(floats.elements(), (int) at, count));
        } else {
            DoubleBuffer source = from.asDoubleBuffer();
            double[] elements = ((DoubleMatrix) to.matrix()).elements();
            forRuns(to, firstByte, source.remaining(), (at, count) -> source.get(elements, (int) at, count));
        }
    }

    /** Adds what native memory holds to a window's elements, row by row from one of its bytes on, on several threads. */
    public static void add(ByteBuffer from, Window to, long firstByte) {
        inPieces(from.capacity(), at -> addPiece(piece(from, at), to, firstByte + at));
    }

    private static void addPiece(ByteBuffer from, Window to, long firstByte) {
        if (to.matrix() instanceof OffHeapMatrix offHeap) {
            forRuns(to, firstByte, elements(from, offHeap).capacity(), new OffHeapSums(from, offHeap));
        } else if (to.matrix() instanceof FloatMatrix floats) {
            FloatBuffer source = from.asFloatBuffer();
            float[] terms = new float[Math.min(source.remaining(), to.matrix().columns())];
            forRuns(to, firstByte, source.remaining(), (at, count) -> {
                for (int done = 0; done < count; done += terms.length) {
                    int length = Math.min(terms.length, count - done);
                    source.get(terms, 0, length);
                    add(terms, floats.elements(), (int) at + done, length);
                }
            });
        } else {
            DoubleBuffer source = from.asDoubleBuffer();
            double[] terms = new double[Math.min(source.remaining(), to.matrix().columns())];
            double[] elements = ((DoubleMatrix) to.matrix()).elements();
            forRuns(to, firstByte, source.remaining(), (at, count) -> {
                for (int done = 0; done < count; done += terms.length) {
                    int length = Math.min(terms.length, count - done);
                    source.get(terms, 0, length);
                    add(terms, elements, (int) at + done, length);
                }
            });
        }
    }

    private static void add(float[] terms, float[] sums, int at, int count) {
        for (int i = 0; i < count; i++) {
            sums[at + i] += terms[i];
        }
    }

    private static void add(double[] terms, double[] sums, int at, int count) {
        for (int i = 0; i < count; i++) {
            sums[at + i] += terms[i];
        }
    }

    /** Cuts so many elements of a window, from one of its bytes on, into runs that stand together in the array. */
    private static void forRuns(Window window, long firstByte, int count, Run run) {
        long first = firstByte / window.matrix().precision().bytes();
        if (window.isContiguous()) {
            run.copy(window.first() + first, count);
            return;
        }
        long row = first / window.columns();
        int column = (int) (first % window.columns());
        for (int left = count; left > 0; row++, column = 0) {
            int length = Math.min(left, window.columns() - column);
            run.copy(window.first() + row * window.matrix().columns() + column, length);
            left -= length;
        }
    }

    /** Copies elements of a matrix. */
    @FunctionalInterface
    private interface Run {
        /** @param at row·columns + column of the first of them */
        void copy(long at, int count);
    }

    private static Buffer elements(ByteBuffer memory, OffHeapMatrix like) {
        return like.precision() == Precision.F64 ? memory.asDoubleBuffer() : memory.asFloatBuffer();
    }

    /** Adds what native memory holds: in arrays, piece by piece. */
    private static final class OffHeapSums implements Run {
        private final ByteBuffer terms;
        private final OffHeapMatrix sums;

        OffHeapSums(ByteBuffer terms, OffHeapMatrix sums) {
            this.terms = terms;
            this.sums = sums;
        }

        @Override
        public void copy(long at, int count) {
            Matrix both = Matrix.zeros(sums.precision(), 1, count);
            ByteBuffer of = terms.slice(
                            terms.position(), count * sums.precision().bytes())
                    .order(terms.order());
            terms.position(terms.position() + of.capacity());
            if (both instanceof FloatMatrix floats) {
                sums.read(at, FloatBuffer.wrap(floats.elements()));
                FloatBuffer more = of.asFloatBuffer();
                for (int i = 0; i < count; i++) {
                    floats.elements()[i] += more.get(i);
                }
                sums.write(at, FloatBuffer.wrap(floats.elements()));
            } else {
                double[] elements = ((DoubleMatrix) both).elements();
                sums.read(at, DoubleBuffer.wrap(elements));
                DoubleBuffer more = of.asDoubleBuffer();
                for (int i = 0; i < count; i++) {
                    elements[i] += more.get(i);
                }
                sums.write(at, DoubleBuffer.wrap(elements));
            }
        }
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
        return whole(memory).position(at).limit(Math.min(memory.capacity(), at + PIECE));
    }

    private static ByteBuffer whole(ByteBuffer memory) {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }
}
