package dev.santoku.backend.cpu.vector;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tile kernels of one element type and one width of vectors, each written when it is first needed.
 *
 * <p>They are kept for the life of the process: what makes them fast is what the JIT compiler has made of them, and a
 * kernel written anew would begin in the interpreter.
 */
final class Tiles {
    /** With so many kernels, every A that is not packed gets one for any stride. */
    private static final int MAX_STRIDES = 256;

    /** Bits of the vectors that are worth halving at the end of a tile. */
    private static final int HALVED = 512;

    private static final Map<ElementType, Map<Integer, Tiles>> ALL =
            Map.of(ElementType.FLOAT, new ConcurrentHashMap<>(), ElementType.DOUBLE, new ConcurrentHashMap<>());

    private final ElementType element;
    private final int bits;
    private final Map<TileKind, TileKernel> kernels = new ConcurrentHashMap<>();
    private final Set<TileKind> compiled = ConcurrentHashMap.newKeySet();

    private Tiles(ElementType element, int bits) {
        this.element = element;
        this.bits = bits;
    }

    /**
     * Those of this process.
     *
     * @param bits of a vector: 128, 256 or 512
     */
    static Tiles of(ElementType element, int bits) {
        return ALL.get(element).computeIfAbsent(bits, width -> new Tiles(element, width));
    }

    ElementType element() {
        return element;
    }

    /** Elements in a vector. */
    int lanes() {
        return element.lanes(bits);
    }

    /**
     * How wide the last vector of a tile is that is so many columns wide, in bits; 0 for a whole number of vectors. Half of 512
     * bits take half of the time where a processor computes them in two steps, and no longer anywhere.
     */
    int lastBits(int columns) {
        int rest = columns % lanes();
        if (rest == 0) {
            return 0;
        }
        return bits == HALVED && 2 * rest <= lanes() ? bits / 2 : bits;
    }

    /** Whether the last vector of a tile that is so many columns wide is narrower than the others. */
    boolean isNarrow(int columns) {
        int last = lastBits(columns);
        return last > 0 && last < bits;
    }

    /**
     * How many vectors of the full width take as long as those of a tile that is so many columns wide.
     *
     * @param narrow what a narrower vector costs, in percent of a whole one
     */
    double vectors(int columns, int narrow) {
        double last = lastBits(columns) == 0 ? 0 : isNarrow(columns) ? 0.01 * narrow : 1;
        return columns / lanes() + last;
    }

    /** The kernel for tiles of a kind. */
    TileKernel kernel(TileKind kind) {
        return kernels.computeIfAbsent(kept(kind), kept -> TileClass.kernel(element, bits, kept));
    }

    /** Has the kernel for tiles of a kind compiled, and tells so, if that was not done before. */
    boolean warmUp(TileKind kind) {
        if (!compiled.add(kept(kind))) {
            return false;
        }
        WarmUp.run(kernel(kind), kind, element, bits);
        return true;
    }

    /** What a kernel is kept as: its kind or, for most A as they lie, that for any stride. */
    private TileKind kept(TileKind kind) {
        boolean constant = kind.stride() == TileKind.SLICED
                || (HotSpotQuirks.knowsStride(kind.stride())
                        && (kernels.size() < MAX_STRIDES || kernels.containsKey(kind)));
        return constant
                ? kind
                : new TileKind(kind.rows(), kind.vectors(), TileKind.ANY, kind.fromZero(), kind.lastBits());
    }
}
