package dev.santoku.backend.cpu;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A packed B that stays, block by block, while rows of C are computed in turns: it is packed once, not with each turn. One thread
 * at a time asks.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class KeptB<T> {
    /** Of the largest heap, at most. */
    private static final int SHARE_OF_HEAP = 16;

    private final Elements<T> elements;
    private final Map<Place, T> blocks = new HashMap<>();
    private final Set<Place> packed = new HashSet<>();
    private final long mostBytes;

    KeptB(Elements<T> elements) {
        this.elements = elements;
        mostBytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    /**
     * Which block, and how it lies.
     *
     * @param jc its first column
     * @param pc its first row
     * @param depth its rows
     * @param nr columns of a panel
     * @param length elements, of all copies
     */
    record Place(int jc, int pc, int depth, int nr, int length) {}

    /** Whether there is room for a block, which then has memory of its own. */
    boolean takes(Place place) {
        if (!blocks.containsKey(place)) {
            long bytes = bytes(place);
            if (bytes > room()) {
                blocks.keySet().retainAll(packed); // those of another shape
            }
            if (bytes > room()) {
                return false;
            }
            blocks.put(place, elements.allocate(place.length()));
        }
        return true;
    }

    private long room() {
        return mostBytes - blocks.keySet().stream().mapToLong(this::bytes).sum();
    }

    private long bytes(Place place) {
        return (long) place.length() * elements.bytes();
    }

    /** The memory of a block that it takes. */
    T block(Place place) {
        return blocks.get(place);
    }

    boolean isPacked(Place place) {
        return packed.contains(place);
    }

    /** Notes that a block is packed whole. */
    void markPacked(Place place) {
        packed.add(place);
    }

    /** Forgets what the blocks hold: another B comes to the same memory. */
    void forget() {
        packed.clear();
    }
}
