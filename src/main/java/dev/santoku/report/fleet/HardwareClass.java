package dev.santoku.report.fleet;

import dev.santoku.statistics.Medians;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Machines with processors that are alike, and which of them are not.
 *
 * <p>A machine's speed is the median over its cells of its rate over the class's median. It is an outlier where the logarithm
 * of that lies more than 3 MAD off the median of the class's machines, the MAD scaled by 1.4826 so that it estimates the
 * standard deviation of a normal distribution; and more than 5 % off, since less is no difference here.
 *
 * <p>Source: C. Leys et al., Detecting outliers: do not use standard deviation around the mean, use absolute deviation
 * around the median, Journal of Experimental Social Psychology 49, 2013.
 */
record HardwareClass(Map<Merger.RowKey, List<Merger.Sample>> rows, List<String> machineNames) {
    /** Among fewer machines none is the odd one. */
    static final int LEAST_MACHINES = 4;

    private static final double MOST_DEVIATIONS = 3;
    private static final double SCALE = 1.4826;
    private static final double THRESHOLD = Math.log(1.05);

    Merge.Hardware summarized(Merger.HardwareKey key) {
        TreeSet<String> facets = new TreeSet<>();
        TreeSet<Integer> machines = new TreeSet<>();
        rows.values()
                .forEach(samples -> samples.forEach(sample -> {
                    facets.add(sample.facet());
                    machines.add(sample.machine());
                }));
        return new Merge.Hardware(
                key.kind(),
                key.route(),
                key.name(),
                key.units(),
                key.memoryBytes(),
                machines.size(),
                List.copyOf(facets),
                outliers(),
                rows.entrySet().stream()
                        .map(row -> row(row.getKey(), row.getValue()))
                        .sorted(Comparator.comparing(Merge.Row::precision)
                                .thenComparingDouble(row -> -row.shape().flops())
                                .thenComparing(row -> row.shape().toString())
                                .thenComparingDouble(row -> -row.gflops().median())
                                .thenComparing(row -> row.contender() + row.threads()))
                        .toList());
    }

    private static Merge.Row row(Merger.RowKey key, List<Merger.Sample> samples) {
        Map<String, List<Merger.Sample>> byFacet = samples.stream()
                .collect(Collectors.groupingBy(Merger.Sample::facet, TreeMap::new, Collectors.toList()));
        List<Merge.FacetMedian> facets = new ArrayList<>();
        if (byFacet.size() > 1) {
            byFacet.forEach((facet, some) -> {
                Merge.Spread spread = spread(some, Merger.Sample::gflops);
                facets.add(new Merge.FacetMedian(facet, spread.machines(), spread.median()));
            });
        }
        return new Merge.Row(
                key.contender(),
                key.threads(),
                key.precision(),
                key.shape(),
                spread(samples, Merger.Sample::gflops),
                spread(samples, Merger.Sample::computeGflops),
                spread(samples, Merger.Sample::overSingle),
                spread(samples, Merger.Sample::overPool),
                facets);
    }

    /** Over machines: of several runs of one, their median counts. Null where there is no value. */
    private static Merge.Spread spread(List<Merger.Sample> samples, ToDoubleFunction<Merger.Sample> value) {
        double[] values = byMachine(samples, value).values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return values.length == 0
                ? null
                : new Merge.Spread(values.length, Medians.of(values), values[0], values[values.length - 1]);
    }

    private static Map<Integer, Double> byMachine(List<Merger.Sample> samples, ToDoubleFunction<Merger.Sample> value) {
        Map<Integer, DoubleStream.Builder> all = new TreeMap<>();
        for (Merger.Sample sample : samples) {
            double known = value.applyAsDouble(sample);
            if (!Double.isNaN(known)) {
                all.computeIfAbsent(sample.machine(), unused -> DoubleStream.builder())
                        .add(known);
            }
        }
        Map<Integer, Double> medians = new TreeMap<>();
        all.forEach((machine, values) ->
                medians.put(machine, Medians.of(values.build().toArray())));
        return medians;
    }

    private List<Merge.Outlier> outliers() {
        Map<Integer, List<Double>> ratios = new HashMap<>();
        for (List<Merger.Sample> samples : rows.values()) {
            Map<Integer, Double> rates = byMachine(samples, Merger.Sample::gflops);
            if (rates.size() >= LEAST_MACHINES) {
                double middle = Medians.of(toArray(rates.values()));
                rates.forEach((machine, rate) -> ratios.computeIfAbsent(machine, unused -> new ArrayList<>())
                        .add(rate / middle));
            }
        }
        if (ratios.size() < LEAST_MACHINES) {
            return List.of();
        }
        Map<Integer, Double> speeds = new TreeMap<>();
        ratios.forEach((machine, some) -> speeds.put(machine, Math.log(Medians.of(toArray(some)))));
        double centre = Medians.of(toArray(speeds.values()));
        double deviation = SCALE
                * Medians.of(speeds.values().stream()
                        .mapToDouble(speed -> Math.abs(speed - centre))
                        .toArray());
        return speeds.entrySet().stream()
                .filter(speed -> Math.abs(speed.getValue() - centre) > Math.max(THRESHOLD, MOST_DEVIATIONS * deviation))
                .map(speed -> new Merge.Outlier(
                        machineNames.get(speed.getKey()),
                        Math.exp(speed.getValue()),
                        (speed.getValue() - centre) / Math.max(deviation, THRESHOLD / MOST_DEVIATIONS),
                        ratios.get(speed.getKey()).size()))
                .sorted(Comparator.comparingDouble(Merge.Outlier::speed).thenComparing(Merge.Outlier::machine))
                .toList();
    }

    private static double[] toArray(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
