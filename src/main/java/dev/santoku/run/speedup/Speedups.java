package dev.santoku.run.speedup;

import dev.santoku.result.Baselines;
import dev.santoku.result.Cell;
import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Speedups between measured cells, each a ratio of medians with its confidence interval. */
public final class Speedups {
    private Speedups() {}

    /** All speedups between cells of one precision and shape, end to end and in computing alone. */
    public static List<Speedup> of(List<CellRun> measured) {
        List<Speedup> speedups = new ArrayList<>();
        for (String baselineId : Baselines.ALL) {
            Optional<CellRun> baseline = fastest(measured, baselineId);
            if (baseline.isPresent()) {
                measured.stream()
                        .filter(run -> run != baseline.get())
                        .forEach(run -> addSpeedups(speedups, run, baseline.get()));
            }
        }
        for (CellRun yardstick : measured) {
            if (yardstick.worker().yardstick()) {
                measured.stream()
                        .filter(run -> isMeasuredBy(yardstick, run))
                        .forEach(run -> addSpeedups(speedups, run, yardstick));
            }
        }
        return speedups;
    }

    /** A yardstick is held to the back ends of its own device and number of threads. */
    private static boolean isMeasuredBy(CellRun yardstick, CellRun run) {
        return !run.worker().yardstick()
                && Objects.equals(
                        run.cell().contender().device(),
                        yardstick.cell().contender().device())
                && Objects.equals(run.worker().threads(), yardstick.worker().threads());
    }

    private static void addSpeedups(List<Speedup> speedups, CellRun run, CellRun baseline) {
        speedups.add(endToEnd(run, baseline));
        speedups.add(compute(run, baseline));
    }

    /** A back end's fastest variant in this run: a speedup over anything less would flatter. */
    private static Optional<CellRun> fastest(List<CellRun> measured, String backend) {
        return measured.stream()
                .filter(run -> run.worker().contender().backend().equals(backend))
                .reduce(CellRun::faster);
    }

    /** One cell over another, end to end. */
    static Speedup endToEnd(CellRun contender, CellRun baseline) {
        return speedup(contender, baseline, Speedup.END_TO_END, CellRun::endToEnd);
    }

    /** One cell over another, in computing alone. */
    static Speedup compute(CellRun contender, CellRun baseline) {
        return speedup(contender, baseline, Speedup.COMPUTE, CellRun::compute);
    }

    private static Speedup speedup(
            CellRun contender, CellRun baseline, String time, Function<CellRun, Samples> seconds) {
        Ratio ratio = Bootstrap.speedup(seconds.apply(contender), seconds.apply(baseline));
        Cell cell = contender.cell();
        return new Speedup(
                cell.contender().toString(),
                cell.contender().threads(),
                baseline.cell().contender().toString(),
                baseline.cell().contender().threads(),
                cell.precision(),
                cell.shape(),
                time,
                ratio.ratio(),
                ratio.low(),
                ratio.high(),
                ratio.verdict());
    }
}
