package dev.santoku.report.fleet;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.OpenClDevices;
import dev.santoku.result.Baselines;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Merges results one after the other; of each it keeps a few numbers a cell and lets the rest go, so that a thousand files
 * fit into a small heap.
 */
public final class Merger {
    /** Drivers report a device's memory less what they took for themselves. */
    private static final long MEMORY_STEP = 256L << 20;

    private final Set<String> runs = new HashSet<>();
    private final Map<MachineKey, Integer> machines = new HashMap<>();
    private final List<String> machineNames = new ArrayList<>();
    private final Map<HardwareKey, Map<RowKey, List<Sample>>> samples = new LinkedHashMap<>();
    private final NavigableSet<Double> withins = new TreeSet<>();
    private final List<String> duplicates = new ArrayList<>();
    private final List<Merge.Refused> refused = new ArrayList<>();

    /** A file that is no result. */
    public void refuse(String file, String reason) {
        refused.add(new Merge.Refused(file, reason));
    }

    /** The first file that was refused, with the reason, and how many more; empty where none was. */
    public Optional<String> refusals() {
        String more = refused.size() > 1
                ? ", and %s refused, too"
                        .formatted(refused.size() == 2 ? "another file is" : refused.size() - 1 + " other files are")
                : "";
        return refused.stream().findFirst().map(first -> "%s: %s%s".formatted(first.file(), first.reason(), more));
    }

    /** How many runs were merged. */
    public int mergedRuns() {
        return runs.size();
    }

    /** Adds a run, unless another file had it. */
    public void add(String file, RunResult result) {
        if (!runs.add(result.run().id())) {
            duplicates.add(file);
            return;
        }
        Optional.ofNullable(result.run().within()).ifPresent(withins::add);
        int machine = machine(result);
        Map<Group, Optional<CellResult>> single = new HashMap<>();
        Map<Group, Optional<CellResult>> pool = new HashMap<>();
        for (CellResult cell : result.results()) {
            if (cell.outcome() == Outcome.MEASURED) {
                Group group = new Group(cell.precision(), cell.shape());
                single.computeIfAbsent(group, unused -> baseline(result, Baselines.SINGLE, group));
                pool.computeIfAbsent(group, unused -> baseline(result, Baselines.POOL, group));
                Optional<Device> device = openClDevice(result, cell);
                samples.computeIfAbsent(HardwareKey.of(result, device), unused -> new LinkedHashMap<>())
                        .computeIfAbsent(RowKey.of(cell), unused -> new ArrayList<>())
                        .add(new Sample(
                                machine,
                                facet(result, device),
                                cell.gflops().endToEnd(),
                                cell.gflops().compute(),
                                over(cell, single.get(group)),
                                over(cell, pool.get(group))));
            }
        }
    }

    /** All that was added, in an order that does not depend on theirs. */
    public Merge result() {
        List<Merge.Hardware> hardware = new ArrayList<>();
        samples.forEach((key, rows) -> hardware.add(new HardwareClass(rows, machineNames).summarized(key)));
        hardware.sort(Comparator.comparing((Merge.Hardware one) -> one.route())
                .thenComparing(Merge.Hardware::kind)
                .thenComparing(Merge.Hardware::inWords));
        return new Merge(
                Merge.SCHEMA,
                runs.size(),
                machineNames.size(),
                List.copyOf(withins),
                duplicates.stream().sorted().toList(),
                refused.stream()
                        .sorted(Comparator.comparing(Merge.Refused::file).thenComparing(Merge.Refused::reason))
                        .toList(),
                hardware);
    }

    /** A label is a machine's only name, and labs may give one to several machines of different kinds. */
    private int machine(RunResult result) {
        String label = result.run().label();
        MachineKey key = new MachineKey(
                label == null ? result.run().id() : label,
                label == null ? null : HardwareKey.of(result, Optional.empty()));
        return machines.computeIfAbsent(key, unused -> {
            machineNames.add(key.name);
            return machineNames.size() - 1;
        });
    }

    private static Optional<CellResult> baseline(RunResult result, String backend, Group group) {
        return Baselines.of(result, backend, group.precision, group.shape);
    }

    /** A cell is no speedup over itself. */
    private static double over(CellResult cell, Optional<CellResult> baseline) {
        return baseline.filter(base -> !base.equals(cell))
                .map(base -> base.seconds().endToEnd().median()
                        / cell.seconds().endToEnd().median())
                .orElse(Double.NaN);
    }

    private static Optional<Device> openClDevice(RunResult result, CellResult cell) {
        return result.devices().stream()
                .filter(device -> device.id().equals(cell.device()) && OpenClDevices.isOne(device))
                .findFirst();
    }

    private static String facet(RunResult result, Optional<Device> device) {
        String version = device.map(Device::driver).orElse(null);
        return device.isPresent()
                ? "driver " + Objects.requireNonNullElse(version, "unknown")
                : "JDK " + Objects.requireNonNullElse(result.host().jdk().version(), "unknown");
    }

    private record Group(Precision precision, Shape shape) {}

    private record MachineKey(String name, HardwareKey hardware) {}

    /** What makes processors alike. */
    record HardwareKey(String kind, String route, String name, Integer units, Long memoryBytes) {
        static HardwareKey of(RunResult result, Optional<Device> device) {
            return device.map(known -> new HardwareKey(
                            known.kind().name(),
                            known.route(),
                            known.name(),
                            known.computeUnits(),
                            known.memoryBytes() == null ? null : rounded(known.memoryBytes())))
                    .orElseGet(() -> new HardwareKey(
                            "CPU",
                            "java",
                            Objects.requireNonNullElse(result.host().cpu().model(), "unknown processor"),
                            result.host().cpu().physicalCores(),
                            null));
        }

        private static long rounded(long bytes) {
            return (bytes + MEMORY_STEP / 2) / MEMORY_STEP * MEMORY_STEP;
        }
    }

    /** The contender without its device's id, which differs from machine to machine. */
    record RowKey(String contender, Integer threads, Precision precision, Shape shape) {
        static RowKey of(CellResult cell) {
            return new RowKey(
                    new Contender(cell.backend(), cell.variant(), null).toString(),
                    cell.threads(),
                    cell.precision(),
                    cell.shape());
        }
    }

    /** What is kept of a cell; a speedup that there is none of is NaN. */
    record Sample(int machine, String facet, double gflops, double computeGflops, double overSingle, double overPool) {}
}
