package dev.santoku.backend.cpu.vector;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tile kernels of one element type and one width of vectors, each written when it is first needed.
 *
 * <p>They are kept for the life of the process: what makes them fast is what the JIT compiler has made of them, and a
 * kernel written anew would begin in the interpreter.
 */
final class Tiles {
    /** With so many kernels, A that is not packed gets one for any stride. */
    private static final int MAX_STRIDES = 64;

    private static final int LINE_BYTES = 64;
    private static final int PACKED_LINES = 33;

    private static final Map<Lane, Map<Integer, Tiles>> ALL =
            Map.of(Lane.FLOAT, new ConcurrentHashMap<>(), Lane.DOUBLE, new ConcurrentHashMap<>());

    private final Lane lane;
    private final int bits;
    private final Map<Key, TileKernel> kernels = new ConcurrentHashMap<>();

    private Tiles(Lane lane, int bits) {
        this.lane = lane;
        this.bits = bits;
    }

    /**
     * Those of this process.
     *
     * @param bits of a vector: 128, 256 or 512
     */
    static Tiles of(Lane lane, int bits) {
        return ALL.get(lane).computeIfAbsent(bits, width -> new Tiles(lane, width));
    }

    Lane lane() {
        return lane;
    }

    /** Elements in a vector. */
    int lanes() {
        return lane.lanes(bits);
    }

    /**
     * Elements from one row of a packed A to the next: an odd number of cache lines, so that rows spread over the sets of
     * L1.
     */
    int packedStride() {
        return PACKED_LINES * LINE_BYTES / lane.bytes();
    }

    /** The depth of a block at most: what a packed row has room for. */
    int maxDepth() {
        return (PACKED_LINES - 1) * LINE_BYTES / lane.bytes();
    }

    /**
     * The kernel for a tile.
     *
     * @param vectors its width
     * @param stride elements from one row of A to the next
     * @param fromZero whether the sums begin with zero, not with an argument
     */
    TileKernel kernel(int rows, int vectors, int stride, boolean fromZero) {
        return kernels.computeIfAbsent(
                key(rows, vectors, stride, fromZero),
                key -> TileCode.kernel(lane, bits, rows, vectors, key.stride, fromZero));
    }

    /** Has a kernel compiled, if it is not known yet. */
    void warmUp(int rows, int vectors, int stride, boolean fromZero) {
        if (!kernels.containsKey(key(rows, vectors, stride, fromZero))) {
            WarmUp.run(kernel(rows, vectors, stride, fromZero), lane.type(), rows, vectors, lanes(), stride);
        }
    }

    /** What a kernel is kept under: its stride or, once there are many for A as it lies, 0. */
    private Key key(int rows, int vectors, int stride, boolean fromZero) {
        Key key = new Key(rows, vectors, stride, fromZero);
        boolean constant = stride == packedStride() || kernels.size() < MAX_STRIDES || kernels.containsKey(key);
        return constant ? key : new Key(rows, vectors, 0, fromZero);
    }

    private record Key(int rows, int vectors, int stride, boolean fromZero) {}
}
