package dev.santoku.report;

import dev.santoku.matrix.Precision;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import dev.santoku.statistics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Weak scaling: the time of a contender on more and more threads, where products have as much more to compute.
 *
 * @param time which: {@code endToEnd} or {@code compute}, see {@link dev.santoku.result.Scaling}
 * @param cells by their threads, each number once, at least two; operations for each thread differ by 5 % at most
 */
public record WeakScaling(String time, List<CellResult> cells) {
    private static final double TOLERANCE = 0.05;

    /** Of each contender, one for each size on its fewest threads that has such others. */
    public static List<WeakScaling> of(RunResult result) {
        Map<List<Object>, List<CellResult>> byContender = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED && isSpread(cell))
                .sorted(Comparator.comparing(CellResult::threads))
                .collect(Collectors.groupingBy(
                        cell -> List.of(cell.contender(), cell.precision()), LinkedHashMap::new, Collectors.toList()));
        List<WeakScaling> scalings = new ArrayList<>();
        for (List<CellResult> cells : byContender.values()) {
            int fewest = cells.get(0).threads();
            cells.stream()
                    .filter(cell -> cell.threads() == fewest)
                    .map(base -> from(base, cells))
                    .filter(scaling -> scaling.cells().size() > 1)
                    .forEach(scalings::add);
        }
        return scalings;
    }

    /** Whether it ran on its threads: a cluster that was given has slots of its own. */
    private static boolean isSpread(CellResult cell) {
        return cell.threads() != null
                && (cell.cluster() == null || cell.cluster().slots() == cell.threads());
    }

    private static WeakScaling from(CellResult base, List<CellResult> cells) {
        Map<Integer, CellResult> byThreads = new LinkedHashMap<>();
        byThreads.put(base.threads(), base);
        cells.stream()
                .filter(cell -> Math.abs(work(cell) / work(base) - 1) <= TOLERANCE)
                .forEach(cell -> byThreads.putIfAbsent(cell.threads(), cell));
        return new WeakScaling(
                base.cluster() == null ? Speedup.END_TO_END : Speedup.COMPUTE, List.copyOf(byThreads.values()));
    }

    /** Operations for each thread. */
    private static double work(CellResult cell) {
        return cell.shape().flops() / cell.threads();
    }

    public String contender() {
        return cells.get(0).contender();
    }

    public Precision precision() {
        return cells.get(0).precision();
    }

    /** The time of one of its cells, in seconds. */
    public Estimate seconds(CellResult cell) {
        return time.equals(Speedup.COMPUTE)
                ? cell.seconds().compute()
                : cell.seconds().endToEnd();
    }

    /** The rate for each thread over that on the fewest: T(1)/T(p) where the work is just as large. */
    public double efficiency(CellResult cell) {
        CellResult base = cells.get(0);
        return seconds(base).median() / seconds(cell).median() * (work(cell) / work(base));
    }

    /** Such as {@code weak scaling of spark:cuboids@cpu, f32, 17.2 GFLOP for each thread, computing alone}. */
    public String title() {
        return "weak scaling of %s, %s, %s GFLOP for each thread, %s"
                .formatted(
                        contender(), precision(), Units.significant(work(cells.get(0)) / 1e9), Units.timeInWords(time));
    }

    /** Lines for a terminal, a heading first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title());
        lines.add("  threads  %-20s      time  efficiency  predicted".formatted("size"));
        for (CellResult cell : cells) {
            Double predicted = ClusterLines.predicted(cell);
            lines.add("  %7d  %-20s  %8s  %10s  %9s"
                    .formatted(
                            cell.threads(),
                            Units.shape(cell.shape()),
                            Units.seconds(seconds(cell).median()),
                            Units.percent(efficiency(cell)),
                            predicted == null ? "–" : Units.seconds(predicted)));
        }
        return lines;
    }
}
