package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** What the steps of a run are thought to take before any is measured, in seconds; {@link Eta} corrects them. */
final class Costs {
    /** Operations a second of one thread in {@code double}, about; {@code float} does twice as many. */
    private static final double DOUBLE_RATE = 40e9;

    /** Of one peer at one shape. */
    private static final double WARM_UP = 1.1;

    /** A turn's quick products and the rest after it, on average. */
    private static final double LEAST_TURN = 0.05;

    private static final double JAVA_ROUND = 0.6;
    private static final double FRESH_MACHINE = 1;
    private static final double ALLOCATION = 4;

    private final PeerOptions options;

    Costs(PeerOptions options) {
        this.options = options;
    }

    double besideOpenBlas(Precision precision, Shape shape) {
        double product = shape.flops() / DOUBLE_RATE / (precision == Precision.F32 ? 2 : 1);
        boolean withPool = options.threads() > 1 && Targets.forPool(shape);
        double products = 2 * product + (withPool ? 2 * product / options.threads() : 0);
        int peers = withPool ? 4 : 2;
        return Math.max(WARM_UP * peers, 2 * products) + rounds(LEAST_TURN * peers + products);
    }

    double besideJavaLibraries() {
        return 4 * WARM_UP + rounds(JAVA_ROUND);
    }

    double first() {
        return options.leastRounds() * FRESH_MACHINE;
    }

    double allocation() {
        return ALLOCATION;
    }

    private double rounds(double round) {
        return Math.max(options.seconds(), options.leastRounds() * round);
    }
}
