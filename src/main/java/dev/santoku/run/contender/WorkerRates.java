package dev.santoku.run.contender;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How fast a contender is, as far as it is known: what its next product takes, and what its first one takes more. */
public final class WorkerRates {
    private final Map<Precision, Double> rates = new EnumMap<>(Precision.class);
    private final Map<Precision, Double> builds = new EnumMap<>(Precision.class);
    private double openSeconds;

    /** A new worker took so many seconds to open its device; it has built no kernel yet. */
    void opened(double seconds) {
        openSeconds = seconds;
        builds.clear();
    }

    /** The first product of its kind in this worker took so much longer than those that followed. */
    public void firstProduct(Precision precision, double longer) {
        builds.merge(precision, Math.max(0, longer), Double::sum);
    }

    /** Seconds to open the device and for what was built when products of a precision came first. */
    public double setupSeconds(Precision precision) {
        return openSeconds + builds.getOrDefault(precision, 0.0);
    }

    /** A product took so long. */
    public void measured(Precision precision, Shape shape, double seconds) {
        rates.merge(precision, shape.flops() / seconds, Math::max);
    }

    /** Operations a second, end to end, at the best size so far: small sizes say little about large ones. */
    public Optional<Double> rate(Precision precision) {
        return Optional.ofNullable(rates.get(precision))
                .or(() -> rates.values().stream().max(Double::compare));
    }

    /** Seconds of one product at the known rate; 0 where none is known. */
    public double expectedSeconds(Precision precision, Shape shape) {
        return rate(precision).map(rate -> shape.flops() / rate).orElse(0.0);
    }
}
