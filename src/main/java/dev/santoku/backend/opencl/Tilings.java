package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tiles of a multiplier's products. Those that a product was computed in are kept for all others of its shape, so that bits
 * stay the same; before, they may shrink. Several threads may ask.
 */
final class Tilings {
    private final Room room;
    private final Map<Work, Tiles> proved = new HashMap<>();

    private record Work(Shape shape, Precision precision) {}

    /** What tiles need of the device. */
    interface Room {
        /** All of it, in bytes. */
        long bytes();

        /**
         * What tiles need at once; more than there can be where they cannot be computed at all.
         *
         * @param best with the kernels that are fastest, even if they need more memory
         */
        long bytes(Tiles tiles, Precision precision, boolean best);
    }

    Tilings(Room room) {
        this.room = room;
    }

    /** Tiles that products of the shape were computed in; one tile where it was computed at once. */
    synchronized Optional<Tiles> proved(Shape shape, Precision precision) {
        return Optional.ofNullable(proved.get(new Work(shape, precision)));
    }

    /** Keeps tiles for all products of their shape. */
    synchronized void prove(Tiles tiles, Precision precision) {
        proved.putIfAbsent(new Work(tiles.shape(), precision), tiles);
    }

    /**
     * Tiles for a product that was refused.
     *
     * @param refusal is thrown again where there are none
     */
    Tiles first(Shape shape, Precision precision, BackendException refusal) {
        Tiles whole = Tiles.whole(shape);
        return room.bytes(whole, precision, false) <= room.bytes() || !Capacity.isLackOfMemory(refusal)
                ? smaller(whole, precision, refusal)
                : choose(shape, precision, room.bytes()).orElseThrow(() -> refusal);
    }

    /**
     * How many products of a batch that was refused are computed at once: half of them, or less.
     *
     * @param refusal is thrown again where not even one can be computed in tiles, or the batch was computed at once before
     * @param holds whether the device holds a part of the batch
     */
    int products(Shape batch, Precision precision, BackendException refusal, Predicate<Shape> holds) {
        if (!Capacity.isLackOfMemory(refusal) || proved(batch, precision).isPresent()) {
            throw refusal;
        }
        int products = batch.batch();
        do {
            products = (products + 1) / 2;
        } while (products > 1 && !holds.test(batch.single().inBatch(products)));
        if (!holds.test(batch.single())) {
            first(batch.single(), precision, refusal);
        }
        return products;
    }

    /** Tiles for a product whose rows are asked for in blocks: one where all would fit, or nothing else does. */
    Tiles ofRows(Shape shape, Precision precision) {
        Tiles whole = Tiles.whole(shape);
        return proved(shape, precision)
                .orElseGet(() -> room.bytes(whole, precision, false) <= room.bytes()
                        ? whole
                        : choose(shape, precision, room.bytes()).orElse(whole));
    }

    /**
     * Tiles that need at most half of what those need that were refused.
     *
     * @param refusal is thrown again where there are none, or where such tiles were computed before
     */
    Tiles smaller(Tiles tiles, Precision precision, BackendException refusal) {
        if (!Capacity.isLackOfMemory(refusal)
                || proved(tiles.shape(), precision).isPresent()) {
            throw refusal;
        }
        long half = room.bytes(tiles, precision, false) / 2;
        return choose(tiles.shape(), precision, half).orElseThrow(() -> refusal);
    }

    private Optional<Tiles> choose(Shape shape, Precision precision, long bytes) {
        return Tiles.choose(shape, tiles -> room.bytes(tiles, precision, true) <= bytes)
                .or(() -> Tiles.choose(shape, tiles -> room.bytes(tiles, precision, false) <= bytes));
    }
}
