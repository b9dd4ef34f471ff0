package dev.santoku.host.energy;

import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Has products computed on end and reads a counter between them. A counter moves in steps: it is read where it has just
 * moved, at the beginning and at the end, so that no part of a step is counted to the wrong side.
 */
public final class BurstMeter {
    /** Between two looks at the counter, which take microseconds. */
    private static final double LOOK_SECONDS = 0.005;

    /** A counter that has not moved for so long stands still. */
    private static final double PATIENCE_SECONDS = 2;

    private static final double NANO = 1e-9;

    private final EnergyCounter counter;
    private final EnergySource source;
    private final LongSupplier clock;

    /** Computes something. */
    public interface Products {
        /** Computes one or some and returns how many. */
        long compute();
    }

    /**
     * A meter.
     *
     * @param clock in nanoseconds
     */
    public BurstMeter(EnergyCounter counter, EnergySource source, LongSupplier clock) {
        this.counter = counter;
        this.source = source;
        this.clock = clock;
    }

    /**
     * Measures one burst.
     *
     * @param secondsPerProduct as far as known; where a single product takes longer than a burst, none is spent on settling
     * @return empty where the counter cannot be read, or stands still
     */
    public Optional<EnergyBurst> measure(Products products, double secondsPerProduct) {
        boolean settles = secondsPerProduct < source.burstSeconds();
        return settles && untilItMoves(products, source.settlingSeconds()).isEmpty()
                ? Optional.empty()
                : untilItMoves(products, source.burstSeconds());
    }

    /** From now to the first look after so many seconds that finds the counter moved. */
    private Optional<EnergyBurst> untilItMoves(Products products, double seconds) {
        OptionalDouble first = counter.joules();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        long start = clock.getAsLong();
        long computed = 0;
        double last = first.getAsDouble();
        while (true) {
            computed += computeUntilTheNextLook(products);
            OptionalDouble now = counter.joules();
            double elapsed = (clock.getAsLong() - start) * NANO;
            if (now.isEmpty()) {
                return Optional.empty();
            }
            boolean moved = now.getAsDouble() > last;
            last = now.getAsDouble();
            if (elapsed >= seconds && moved) {
                return Optional.of(new EnergyBurst(last - first.getAsDouble(), computed, elapsed));
            } else if (elapsed >= seconds + PATIENCE_SECONDS) {
                return Optional.empty();
            }
        }
    }

    private long computeUntilTheNextLook(Products products) {
        long start = clock.getAsLong();
        long computed = 0;
        do {
            computed += products.compute();
        } while ((clock.getAsLong() - start) * NANO < LOOK_SECONDS);
        return computed;
    }
}
