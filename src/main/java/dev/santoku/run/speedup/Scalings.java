package dev.santoku.run.speedup;

import dev.santoku.result.Cell;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import dev.santoku.statistics.Amdahl;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the contenders that were measured on several numbers of threads, and draws how they scale.
 *
 * @param cores of this machine; more threads than that share them, and say nothing of how a product scales
 */
public record Scalings(int cores) {
    /** The scaling of each contender that stands on two points or more. */
    public List<Scaling> of(List<CellRun> measured) {
        Map<String, List<CellRun>> byContender = measured.stream()
                .filter(Scalings::isSpread)
                .collect(Collectors.groupingBy(
                        run -> run.cell().contender().toString(), LinkedHashMap::new, Collectors.toList()));
        List<Scaling> scalings = new ArrayList<>();
        byContender.values().stream().filter(runs -> runs.size() > 1).forEach(runs -> scalings.add(scaling(runs)));
        return scalings;
    }

    /** Whether it ran on its threads: a cluster that was given has slots of its own. */
    private static boolean isSpread(CellRun run) {
        Integer threads = run.cell().contender().threads();
        return threads != null && (run.cluster() == null || run.cluster().slots() == threads);
    }

    private Scaling scaling(List<CellRun> runs) {
        List<CellRun> byThreads =
                runs.stream().sorted(Comparator.comparingInt(Scalings::threads)).toList();
        CellRun base = byThreads.get(0);
        List<Scaling.Point> points =
                byThreads.stream().map(run -> point(run, base)).toList();
        List<Scaling.Point> fitted =
                points.stream().filter(Scaling.Point::fitted).toList();
        Double serialFraction = fitted.size() < 2
                ? null
                : Amdahl.fit(
                                fitted.stream().mapToInt(Scaling.Point::threads).toArray(),
                                fitted.stream()
                                        .mapToDouble(Scaling.Point::seconds)
                                        .toArray())
                        .serialFraction();
        Cell cell = base.cell();
        return new Scaling(
                cell.contender().toString(),
                cell.precision(),
                cell.shape(),
                threads(base),
                serialFraction,
                points,
                time(base));
    }

    private static String time(CellRun run) {
        return run.cluster() == null ? Speedup.END_TO_END : Speedup.COMPUTE;
    }

    private static Samples samples(CellRun run) {
        return run.cluster() == null ? run.endToEnd() : run.compute();
    }

    private Scaling.Point point(CellRun run, CellRun base) {
        Ratio ratio = Bootstrap.speedup(samples(run), samples(base));
        int threads = threads(run);
        boolean itself = run == base;
        return new Scaling.Point(
                threads,
                Bootstrap.median(samples(run)).median(),
                ratio.ratio(),
                itself ? 1 : ratio.low(),
                itself ? 1 : ratio.high(),
                ratio.ratio() * threads(base) / threads,
                threads <= cores);
    }

    private static int threads(CellRun run) {
        return run.cell().contender().threads();
    }
}
