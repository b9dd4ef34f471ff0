package dev.santoku.report.fleet;

import dev.santoku.statistics.ClassOutliers;
import dev.santoku.statistics.Medians;
import dev.santoku.statistics.Repeatability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Machines with processors that are alike, and which of them are not. */
record HardwareClass(Map<Merger.RowKey, List<Merger.Sample>> rows, List<String> machineNames) {
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
                Repeatability.of(runs(samples, Merger.Sample::gflops).values().stream()
                                .map(values -> values.build().toArray())
                                .toList())
                        .orElse(null),
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

    /** The values of each machine's runs. */
    private static Map<Integer, DoubleStream.Builder> runs(
            List<Merger.Sample> samples, ToDoubleFunction<Merger.Sample> value) {
        Map<Integer, DoubleStream.Builder> all = new TreeMap<>();
        for (Merger.Sample sample : samples) {
            double known = value.applyAsDouble(sample);
            if (!Double.isNaN(known)) {
                all.computeIfAbsent(sample.machine(), unused -> DoubleStream.builder())
                        .add(known);
            }
        }
        return all;
    }

    private static Map<Integer, Double> byMachine(List<Merger.Sample> samples, ToDoubleFunction<Merger.Sample> value) {
        Map<Integer, Double> medians = new TreeMap<>();
        runs(samples, value)
                .forEach((machine, values) ->
                        medians.put(machine, Medians.of(values.build().toArray())));
        return medians;
    }

    private List<Merge.Outlier> outliers() {
        return ClassOutliers.of(rows.values().stream()
                        .map(samples -> byMachine(samples, Merger.Sample::gflops))
                        .toList())
                .stream()
                .map(outlier -> new Merge.Outlier(
                        machineNames.get(outlier.member()), outlier.speed(), outlier.deviations(), outlier.cells()))
                .sorted(Comparator.comparingDouble(Merge.Outlier::speed).thenComparing(Merge.Outlier::machine))
                .toList();
    }
}
