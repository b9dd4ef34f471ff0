package dev.santoku.backend.hybrid;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What products have told of the processors' speeds, for each precision and shape. Several threads may ask. */
final class Paces {
    private final int processors;
    private final Map<Key, List<Pace>> known = new HashMap<>();

    Paces(int processors) {
        this.processors = processors;
    }

    /** Of each processor, as far as it is known. */
    synchronized List<Pace> of(Precision precision, Shape shape) {
        return List.copyOf(ofKey(new Key(precision, shape)));
    }

    /** Adds what a processor showed in one more product. */
    synchronized void add(Precision precision, Shape shape, int processor, double rowsPerSecond, double delay) {
        List<Pace> paces = ofKey(new Key(precision, shape));
        paces.set(processor, paces.get(processor).and(rowsPerSecond, delay));
    }

    /** Adds that a processor got nothing of one more product. */
    synchronized void addNothing(Precision precision, Shape shape, int processor) {
        List<Pace> paces = ofKey(new Key(precision, shape));
        paces.set(processor, paces.get(processor).withoutTile());
    }

    /** Has all be measured again, of which code was compiled meanwhile. */
    synchronized void again() {
        known.values().forEach(paces -> paces.replaceAll(Pace::onTrial));
    }

    private List<Pace> ofKey(Key key) {
        return known.computeIfAbsent(key, any -> new ArrayList<>(Collections.nCopies(processors, Pace.UNKNOWN)));
    }

    private record Key(Precision precision, Shape shape) {}
}
