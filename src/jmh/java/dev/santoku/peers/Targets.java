package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Ratio;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the CPU's back ends promise, and whether the figures keep it. */
final class Targets {
    private static final double LEAST_SHARE_OF_CEILING = 0.93;
    private static final double LEAST_MEAN = 1.10;
    private static final double LEAST_AT_ANY_SHAPE = 1.0;
    private static final double MOST_SECONDS_OF_FIRST = 0.5;

    /** Names and what {@code single} is to be over them. */
    private static final Map<String, Double> LIBRARIES = Map.of("VectorBLAS", 2.0, "EJML", 10.0, "ojAlgo", 4.0);

    private static final Set<Shape> BELOW_CEILING = Set.of(Shape.square(1024), Shape.square(2048), Shape.square(4096));

    private Targets() {}

    /** Whether {@code single} is to reach its ceiling there. */
    static boolean belowCeiling(Shape shape) {
        return BELOW_CEILING.contains(shape);
    }

    /** Whether the pool is to be fast there: from 128×128×128 up. */
    static boolean forPool(Shape shape) {
        return shape.flops() >= Shape.square(128).flops();
    }

    /** Those that the figures beside OpenBLAS tell. */
    static List<Row> besideOpenBlas(List<ShapeFigures> figures, int threads) {
        List<Row> rows = new ArrayList<>();
        Map<Precision, List<ShapeFigures>> byPrecision = figures.stream()
                .collect(Collectors.groupingBy(ShapeFigures::precision, TreeMap::new, Collectors.toList()));
        byPrecision.forEach((precision, some) -> ofCeiling(precision, some).ifPresent(rows::add));
        byPrecision.forEach((precision, some) -> overOpenBlas(
                        "`single` over OpenBLAS, 1 thread, " + precision,
                        some,
                        each -> Optional.of(each.overOpenBlas()))
                .ifPresent(rows::add));
        byPrecision.forEach((precision, some) -> overOpenBlas(
                        "`pool` over OpenBLAS, %d threads, %s".formatted(threads, precision), some, each -> each.pool()
                                .map(ShapeFigures.Pool::overOpenBlas))
                .ifPresent(rows::add));
        byPrecision.forEach((precision, some) -> {
            overSingle(
                            precision,
                            some.stream()
                                    .filter(each -> isSquareFrom(each.shape(), 1024))
                                    .toList(),
                            "n ≥ 1024",
                            1.95)
                    .ifPresent(rows::add);
            overSingle(
                            precision,
                            some.stream()
                                    .filter(each -> each.shape().equals(Shape.square(512)))
                                    .toList(),
                            "n = 512",
                            1.9)
                    .ifPresent(rows::add);
            overSingle(
                            precision,
                            some.stream()
                                    .filter(each -> each.shape().equals(Shape.square(256)))
                                    .toList(),
                            "n = 256",
                            1.7)
                    .ifPresent(rows::add);
        });
        return rows;
    }

    private static boolean isSquareFrom(Shape shape, int side) {
        return shape.isSquare() && shape.m() >= side;
    }

    private static Optional<Row> ofCeiling(Precision precision, List<ShapeFigures> figures) {
        Map<Shape, Double> shares = new LinkedHashMap<>();
        figures.forEach(each -> each.ofCeiling().ifPresent(share -> shares.put(each.shape(), share.median())));
        return shares.isEmpty()
                ? Optional.empty()
                : Optional.of(new Row(
                        "`single` over its own FMA ceiling, %s, n = %s".formatted(precision, joined(shares.keySet())),
                        "≥ %.2f".formatted(LEAST_SHARE_OF_CEILING),
                        joined(shares.values().stream().map("%.3f"::formatted).toList()),
                        shares.values().stream().allMatch(share -> share >= LEAST_SHARE_OF_CEILING)));
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static Optional<Row> overOpenBlas(
            String what, List<ShapeFigures> figures, Function<ShapeFigures, Optional<Ratio>> ratio) {
        Map<ShapeFigures, Double> ratios = figures.stream()
                .filter(each -> ratio.apply(each).isPresent())
                .collect(Collectors.toMap(
                        each -> each, each -> ratio.apply(each).orElseThrow().ratio()));
        return ratios.entrySet().stream().min(Map.Entry.comparingByValue()).map(least -> {
            double mean = Math.exp(
                    ratios.values().stream().mapToDouble(Math::log).average().orElseThrow());
            return new Row(
                    "%s, shapes: %d".formatted(what, ratios.size()),
                    "geometric mean ≥ %.2f, none below %.1f".formatted(LEAST_MEAN, LEAST_AT_ANY_SHAPE),
                    "%.2f, least %.2f (%s)"
                            .formatted(mean, least.getValue(), least.getKey().shape()),
                    mean >= LEAST_MEAN && least.getValue() >= LEAST_AT_ANY_SHAPE);
        });
    }

    private static Optional<Row> overSingle(
            Precision precision, List<ShapeFigures> figures, String which, double target) {
        return figures.stream()
                .filter(each -> each.pool().isPresent())
                .min(Comparator.comparingDouble(Targets::overSingle))
                .map(least -> new Row(
                        "`pool` over `single`, %s, %s".formatted(precision, which),
                        "≥ %.2f".formatted(target),
                        "least %.2f (%s)".formatted(overSingle(least), least.shape()),
                        overSingle(least) >= target));
    }

    private static double overSingle(ShapeFigures figures) {
        return figures.pool().orElseThrow().overSingle().ratio();
    }

    /** {@code single} over another library. */
    static Row overLibrary(String library, Precision precision, Shape shape, Ratio ratio) {
        double target = LIBRARIES.get(library);
        return new Row(
                "`single` over %s, %s, n = %s".formatted(library, precision, shape),
                "≥ %.0f".formatted(target),
                "%.1f (%.1f–%.1f)".formatted(ratio.ratio(), ratio.low(), ratio.high()),
                ratio.ratio() >= target);
    }

    /** The first product of a fresh JVM. */
    static Row first(String backend, Precision precision, FirstProduct.Times times) {
        return new Row(
                "first product of `%s` in a fresh JVM, %s, n = %d".formatted(backend, precision, FirstProduct.SIDE),
                "under %.1f s".formatted(MOST_SECONDS_OF_FIRST),
                "%.2f s, after %.2f s to start the JVM".formatted(times.product(), times.start()),
                times.product() < MOST_SECONDS_OF_FIRST);
    }

    /** Bytes per warm product; what the measuring itself leaves is less than one. */
    static Row allocation(String backend, Precision precision, double bytes) {
        return new Row(
                "allocation per warm product of `%s` beyond C, %s, n = %d"
                        .formatted(backend, precision, Allocation.SIDE),
                "0 bytes",
                "%.1f bytes".formatted(bytes),
                bytes < 1);
    }
}
