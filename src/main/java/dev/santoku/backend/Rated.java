package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A device whose speed is known, and what products are expected to take on it: A, B and C travel, and 2·m·n·k operations are computed.
 *
 * @param gflops 10⁹ operations a second of computing, above 0
 * @param link the way to it; empty where data goes nowhere
 */
record Rated(Device device, double gflops, Optional<LinkCeiling> link) {
    private static final double GIGA = 1e9;
    private static final double MICRO = 1e-6;

    private static final int BISECTIONS = 60;

    /** Seconds for a product, or a batch. */
    double seconds(Shape shape, Precision precision) {
        return shape.batch() * (uploadOfB(shape, precision) + shape.m() * secondsPerRow(shape, precision)) + launch();
    }

    /**
     * Seconds for a product whose rows these share, all of which end together; those of a batch come one after the other.
     *
     * @param parts at least one
     */
    static double together(List<Rated> parts, Shape shape, Precision precision) {
        double low = 0;
        double high = parts.get(0).alone(shape, precision);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            double rows = parts.stream()
                    .mapToDouble(part -> part.rowsWithin(middle, shape, precision))
                    .sum();
            if (rows < shape.m()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return shape.batch() * high;
    }

    private double alone(Shape shape, Precision precision) {
        return seconds(shape.single(), precision);
    }

    /** Rows of C that it has computed so many seconds after the begin. */
    private double rowsWithin(double seconds, Shape shape, Precision precision) {
        double delay = uploadOfB(shape, precision) + launch();
        return Math.max(0, seconds - delay) / secondsPerRow(shape, precision);
    }

    private double uploadOfB(Shape shape, Precision precision) {
        return up((double) shape.k() * shape.n() * precision.bytes());
    }

    private double secondsPerRow(Shape shape, Precision precision) {
        double flops = 2.0 * shape.n() * shape.k();
        return up((double) shape.k() * precision.bytes())
                + flops / (gflops * GIGA)
                + down((double) shape.n() * precision.bytes());
    }

    private double up(double bytes) {
        return link.map(way -> bytes / (way.hostToDeviceGBs() * GIGA)).orElse(0.0);
    }

    private double down(double bytes) {
        return link.map(way -> bytes / (way.deviceToHostGBs() * GIGA)).orElse(0.0);
    }

    private double launch() {
        return link.map(way -> way.launchMicros() * MICRO).orElse(0.0);
    }
}
