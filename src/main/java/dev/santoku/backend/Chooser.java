package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses what computes some products: {@code pool}, unless the rates that tuning found say that a device, or all processors together,
 * are done sooner. No driver is loaded where that cannot pay.
 */
final class Chooser {
    private static final String POOL = "pool";
    private static final String DEVICES = "jocl";
    private static final String TOGETHER = "hybrid";

    /** Seconds to load a driver, to measure the way to its devices and to build kernels, roughly. */
    static final double OPENING = 1;

    /** Of the time of the pool, which another one must not exceed: rates are not more precise. */
    private static final double WORTHWHILE = 0.95;

    /** Times as slow as the pool, and a device adds less to it than is worthwhile. */
    private static final double SLOWER = 20;

    /** Of the sum of its processors' rates, that {@code hybrid} reaches. */
    private static final double SHARED = 0.93;

    /** 10⁹ operations a second of any pool, at the least: below, nobody is asked anything. */
    private static final double SLOWEST_POOL = 10;

    private static final double GIGA = 1e9;

    private final Function<String, Backend> backends;

    /** @param backends by their ids */
    Chooser(Function<String, Backend> backends) {
        this.backends = backends;
    }

    /**
     * The back end for products of one shape.
     *
     * @param products how many, at least 1
     */
    Choice choose(Shape shape, Precision precision, int products) {
        if (products < 1) {
            throw new IllegalArgumentException("%d products: at least 1".formatted(products));
        }
        Backend pool = backends.apply(POOL);
        Device cpu = pool.probe().devices().get(0);
        if (products * shape.flops() / (SLOWEST_POOL * GIGA) < OPENING) {
            return new Choice(pool, cpu, "to open another device takes longer than so small products", Map.of());
        }
        Backend drivers = backends.apply(DEVICES);
        if (!Rates.areKnown(drivers, precision)) {
            return new Choice(
                    pool,
                    cpu,
                    "no other device was tuned in %s: santoku tune finds out how fast they are".formatted(precision),
                    Map.of());
        }
        return Rates.ofCpu(pool, cpu, precision.storage())
                .map(rated -> new Comparison(shape, precision, products, pool, rated).choose(drivers))
                .orElseGet(() -> new Choice(pool, cpu, "how fast the CPU is, cannot be told", Map.of()));
    }

    /** What products of one shape are expected to take on each. */
    private final class Comparison {
        private final Shape shape;
        private final Precision precision;
        private final int products;
        private final Rated cpu;
        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private Backend best;
        private Device device;
        private double least;
        private String remark = "";

        Comparison(Shape shape, Precision precision, int products, Backend pool, Rated cpu) {
            this.shape = shape;
            this.precision = precision;
            this.products = products;
            this.cpu = cpu;
            best = pool;
            device = cpu.device();
            least = products * cpu.seconds(shape, precision);
            seconds.put(name(pool, device), least);
        }

        Choice choose(Backend drivers) {
            double pool = least;
            if (OPENING > WORTHWHILE * pool) {
                return choice("less than it takes to open another device");
            }
            Rates rates = new Rates();
            List<Rated> others = drivers.probe().devices().stream()
                    .flatMap(one -> rates.of(drivers, one, shape, precision, SLOWER * pool / products).stream())
                    .toList();
            others.forEach(one -> propose(drivers, one.device(), one.seconds(shape, precision)));
            List<Rated> apart = others.stream()
                    .filter(one -> one.device().kind() != Device.Kind.CPU)
                    .toList();
            if (apart.isEmpty()) {
                remark = "no device but the CPU is known to be fast enough, so that nothing is gained by sharing";
            } else if (precision.isReduced()) {
                remark = "products of %s are not shared".formatted(precision);
            } else {
                proposeTogether(backends.apply(TOGETHER), apart);
            }
            return choice(remark);
        }

        private void proposeTogether(Backend hybrid, List<Rated> apart) {
            Availability availability = hybrid.probe();
            List<Rated> parts = new ArrayList<>(List.of(cpu));
            apart.stream()
                    .filter(one -> availability.devices().stream()
                            .anyMatch(known -> known.id().equals(one.device().id())))
                    .forEach(parts::add);
            String name = parts.stream().map(part -> part.device().id()).collect(Collectors.joining("+"));
            Optional<Device> all = parts.size() < 2 ? Optional.empty() : hybrid.device(availability, name);
            all.ifPresent(set -> propose(hybrid, set, Rated.together(parts, shape, precision) / SHARED));
        }

        private void propose(Backend backend, Device candidate, double each) {
            double all = OPENING + products * each;
            seconds.put(name(backend, candidate), all);
            if (all < WORTHWHILE * least) {
                least = all;
                best = backend;
                device = candidate;
            }
        }

        private Choice choice(String why) {
            String compared = seconds.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %.3g s", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
            String reason = Stream.of("expected: " + compared, why)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
            return new Choice(best, device, reason, seconds);
        }

        private static String name(Backend backend, Device device) {
            return backend.id() + "@" + device.id();
        }
    }
}
