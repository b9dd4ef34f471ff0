package dev.santoku.report.html;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.Baselines;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Speedups over one thread and over the pool: bars with intervals, and every speedup of the run in a table. */
final class SpeedupSection {
    private final RunResult result;
    private final Contenders contenders;

    SpeedupSection(RunResult result) {
        this.result = result;
        this.contenders = new Contenders(result);
    }

    Optional<Section> section() {
        if (result.speedups().isEmpty()) {
            return Optional.empty();
        }
        List<Section.Figure> figures = new ArrayList<>();
        Baselines.ALL.forEach(baseline ->
                chart(baseline).ifPresent(chart -> figures.add(new Section.Figure(chart, table(baseline)))));
        figures.add(new Section.Figure(null, allOthers()));
        return Optional.of(new Section(
                "speedups",
                "Speedups",
                "Ratios of median times with their 95 % intervals, the thin lines. At the dashed line nothing is gained. "
                        + "End to end holds the copies to the device and back, computing alone leaves them out.",
                figures.stream()
                        .filter(figure ->
                                figure.chart() != null || !figure.table().rows().isEmpty())
                        .toList()));
    }

    private Optional<Chart> chart(String baseline) {
        Map<View, List<Speedup>> byView = over(baseline).stream()
                .collect(Collectors.groupingBy(View::of, LinkedHashMap::new, Collectors.toList()));
        if (byView.isEmpty()) {
            return Optional.empty();
        }
        int most = byView.values().stream().mapToInt(List::size).max().orElse(0);
        return Optional.of(new Chart(
                "speedups-over-" + baseline,
                "Over " + inWords(baseline),
                "Bars of each contender's speedup over %s, with intervals; the table below has every figure."
                        .formatted(inWords(baseline)),
                BarChart.height(most),
                byView.entrySet().stream()
                        .map(entry -> new Chart.View(entry.getKey().label(), option(entry.getValue())))
                        .toList()));
    }

    private static String inWords(String baseline) {
        return baseline.equals(Baselines.SINGLE) ? "one thread" : "the pool of threads";
    }

    private Map<String, Object> option(List<Speedup> speedups) {
        List<BarChart.Bar> bars = speedups.stream()
                .map(speedup -> new BarChart.Bar(
                        name(speedup) + "\n" + Units.times(speedup),
                        speedup.ratio(),
                        speedup.low(),
                        speedup.high(),
                        contenders.colour(name(speedup))))
                .toList();
        return BarChart.chart(bars, "times as fast", true);
    }

    /** Those over the baseline's cell, larger products first. */
    private List<Speedup> over(String baseline) {
        return result.speedups().stream()
                .filter(speedup -> isOver(baseline, speedup))
                .sorted(Comparator.comparing(Speedup::precision)
                        .thenComparingDouble(speedup -> -speedup.shape().flops())
                        .thenComparing(Comparator.comparing(Speedup::time).reversed()))
                .toList();
    }

    private boolean isOver(String baseline, Speedup speedup) {
        return baselineCell(baseline, speedup)
                .filter(cell -> cell.contender().equals(speedup.baseline())
                        && Objects.equals(cell.threads(), speedup.baselineThreads()))
                .isPresent();
    }

    private Optional<CellResult> baselineCell(String baseline, Speedup speedup) {
        return Baselines.of(result, baseline, speedup.precision(), speedup.shape());
    }

    private Table table(String baseline) {
        return table("speedups over " + inWords(baseline), over(baseline));
    }

    /** Over yardsticks, and of a ladder's steps. */
    private Table allOthers() {
        return table(
                "speedups over other contenders",
                result.speedups().stream()
                        .filter(speedup -> Baselines.ALL.stream().noneMatch(baseline -> isOver(baseline, speedup)))
                        .toList());
    }

    private static Table table(String caption, List<Speedup> speedups) {
        return new Table.Builder<Speedup>()
                .head("contender", SpeedupSection::name)
                .words("precision", speedup -> speedup.precision().label())
                .words("size", speedup -> Units.shape(speedup.shape()))
                .words("over", speedup -> Contender.inWords(speedup.baseline(), speedup.baselineThreads()))
                .words("time", speedup -> Units.timeInWords(speedup.time()))
                .figure("speedup", Speedup::ratio, Units::times)
                .figure("low", Speedup::low, Units::significant)
                .figure("high", Speedup::high, Units::significant)
                .words("verdict", speedup -> Units.word(speedup.verdict()))
                .of(caption, speedups);
    }

    private static String name(Speedup speedup) {
        return Contender.inWords(speedup.contender(), speedup.threads());
    }

    private record View(Precision precision, Shape shape, String time) {
        static View of(Speedup speedup) {
            return new View(speedup.precision(), speedup.shape(), speedup.time());
        }

        String label() {
            return "%s %s, %s".formatted(precision, Units.shape(shape), Units.timeInWords(time));
        }
    }
}
