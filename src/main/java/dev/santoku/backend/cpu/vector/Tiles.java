package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.SlowCompiler;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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

    /**
     * Kernels to be compiled, the newest first: that one is needed now, whatever else a program has multiplied. Of those that
     * came before, some are kept; the others are asked for again if they are still needed.
     */
    private static final Deque<Cold> COLD = new ConcurrentLinkedDeque<>();

    private static final int MOST_COLD = 8;

    private static final int IDLE_SECONDS = 1;

    /** A thread that has one kernel after the other compiled, so that it takes no more than a core; it ends when all are. */
    private static final ThreadPoolExecutor WARMING = oneThread();

    private final ElementType element;
    private final int bits;
    private final boolean beginsPlain;
    private final Map<TileKind, TileKernel> kernels;
    private final Set<TileKind> used;
    private final Set<TileKind> begun;
    private final Set<TileKind> postponed;
    private final Map<TileKind, TileKernel> compiled;

    private Tiles(ElementType element, int bits) {
        this.element = element;
        this.bits = bits;
        beginsPlain = false;
        kernels = new ConcurrentHashMap<>();
        used = new LinkedHashSet<>();
        postponed = ConcurrentHashMap.newKeySet();
        begun = ConcurrentHashMap.newKeySet();
        compiled = new ConcurrentHashMap<>();
    }

    private Tiles(Tiles generated) {
        element = generated.element;
        bits = generated.bits;
        beginsPlain = true;
        kernels = generated.kernels;
        used = generated.used;
        begun = generated.begun;
        postponed = generated.postponed;
        compiled = generated.compiled;
    }

    private static ThreadPoolExecutor oneThread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "santoku-warm-up");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /**
     * Those of this process.
     *
     * @param bits of a vector: 128, 256 or 512
     */
    static Tiles of(ElementType element, int bits) {
        return ALL.get(element).computeIfAbsent(bits, width -> new Tiles(element, width));
    }

    /** The same kernels, but for those that are not compiled yet: there one in plain Java computes, to the same bit. */
    Tiles beginningPlain() {
        return new Tiles(this);
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

    /** The generated kernel for tiles of a kind. */
    TileKernel kernel(TileKind kind) {
        return kernels.computeIfAbsent(kept(kind), kept -> TileClass.kernel(element, bits, kept));
    }

    /** The kernel for tiles of a kind to compute with now; if it {@link TileKernel#isForNow}, another one later. */
    TileKernel quickest(TileKind kind) {
        TileKernel generated = beginsPlain ? compiled.get(kept(kind)) : kernel(kind);
        if (generated != null) {
            return generated;
        }
        remember(kind);
        if (postponed.remove(kept(kind))) {
            warmUp(List.of(kind));
        }
        return element == ElementType.FLOAT ? new FloatPlainTile(kind, bits) : new DoublePlainTile(kind, bits);
    }

    /** Lets a kernel be compiled later, when a product asks for it once more. */
    private void postpone(TileKind kept) {
        begun.remove(kept);
        postponed.add(kept);
    }

    /** Keeps what products used last; a product uses four kinds at most. */
    private void remember(TileKind kind) {
        synchronized (used) {
            used.remove(kind);
            used.add(kind);
            if (used.size() > MOST_COLD) {
                used.remove(used.iterator().next());
            }
        }
    }

    private List<TileKind> lastUsed() {
        synchronized (used) {
            return List.copyOf(used);
        }
    }

    /** Has the kernels for tiles of some kinds compiled beside the caller, one after the other, and tells so, if that was not begun before. */
    boolean warmUp(List<TileKind> kinds) {
        boolean isFirst = false;
        for (TileKind kind : kinds) {
            if (begun.add(kept(kind))) {
                isFirst = true;
                COLD.push(new Cold(this, kind));
                WARMING.execute(() -> Optional.ofNullable(COLD.poll()).ifPresent(Cold::compile));
            }
        }
        while (COLD.size() > MOST_COLD) {
            Optional.ofNullable(COLD.pollLast()).ifPresent(Cold::forget);
        }
        return isFirst;
    }

    /** A kernel that is to be compiled. */
    private record Cold(Tiles tiles, TileKind kind) {
        void compile() {
            tiles.compile(kind);
        }

        void forget() {
            tiles.postpone(tiles.kept(kind));
        }
    }

    private void compile(TileKind kind) {
        try {
            if (SlowCompiler.reason().isEmpty()) {
                TileKind kept = kept(kind);
                if (isCompiledWithin(hasCompiledAny() ? WarmUp.BUSY_NANOS : WarmUp.PATIENCE_NANOS, kept, kind)) {
                    compiled.put(kept, kernel(kept));
                } else if (hasCompiledAny()) {
                    postpone(kept);
                } else {
                    SlowCompiler.found(
                            "the JIT compiler has not made vector instructions of a kernel within %d s: stop other programs, or use the variant blocked"
                                    .formatted(WarmUp.PATIENCE_NANOS / 1_000_000_000));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            SlowCompiler.found(
                    "the kernels of the variant vector do not load on this Java: use the variant blocked (" + e + ")");
        }
    }

    /** Whether C2 has compiled a kernel in time; where it does not come for one, that is written anew, see {@link WarmUp#ANEW_NANOS}. */
    private boolean isCompiledWithin(long nanos, TileKind kept, TileKind kind) throws InterruptedException {
        for (long patience = WarmUp.ANEW_NANOS, left = nanos; left > 0; left -= patience, patience = left) {
            TileKernel kernel = kernel(kept);
            if (WarmUp.run(System::nanoTime, patience, kernel, kind, element, bits)) {
                return true;
            }
            kernels.remove(kept, kernel);
        }
        return false;
    }

    /** Has the kernels that products used last compiled, and waits until they are, or given up. */
    static void awaitCompiler() {
        for (Map<Integer, Tiles> ofElement : ALL.values()) {
            ofElement.values().forEach(tiles -> tiles.warmUp(tiles.lastUsed()));
        }
        try {
            WARMING.submit(() -> {}).get(); // when its turn comes, all before it are done
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasCompiledAny() {
        return ALL.values().stream()
                .flatMap(ofElement -> ofElement.values().stream())
                .anyMatch(tiles -> !tiles.compiled.isEmpty());
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
