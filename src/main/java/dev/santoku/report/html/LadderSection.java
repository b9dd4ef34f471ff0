package dev.santoku.report.html;

import dev.santoku.report.Units;
import dev.santoku.result.Contender;
import dev.santoku.result.Ladder;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The ladder as a waterfall: each step goes on where the one before ended, so that the factors multiply to the whole. */
record LadderSection(RunResult result) {
    Optional<Section> section() {
        List<Section.Figure> figures = new ArrayList<>();
        for (Ladder ladder : result.ladders()) {
            List<Step> steps = steps(ladder);
            if (steps.size() > 1) {
                figures.add(figure(ladder, steps, figures.size()));
            }
        }
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "ladder",
                        "The ladder",
                        "What each step of refinement brings over the one before, end to end. The axis is logarithmic: "
                                + "lengths add up as factors multiply.",
                        figures));
    }

    private static Section.Figure figure(Ladder ladder, List<Step> steps, int number) {
        String title = "Ladder %s %s".formatted(ladder.precision(), Units.shape(ladder.shape()));
        Chart chart = new Chart(
                "ladder-" + number,
                title,
                "A waterfall of the factor of each step over the one before; the table below has every figure.",
                BarChart.height(steps.size()),
                List.of(new Chart.View(title, option(steps))));
        return new Section.Figure(
                chart,
                new Table.Builder<Step>()
                        .head("step", step -> step.name)
                        .figure("median time", step -> step.seconds, Units::seconds)
                        .figure("factor over the step before", step -> step.factor, Units::exactly)
                        .figure("over the first", step -> step.whole, Units::exactly)
                        .of(title, steps));
    }

    /** Bars from where the step before ended, drawn upon bars that cannot be seen. */
    private static Map<String, Object> option(List<Step> steps) {
        double least = steps.stream().mapToDouble(step -> step.whole).min().orElse(1) / 2;
        List<Object> below = new ArrayList<>();
        List<Object> bars = new ArrayList<>();
        double before = least;
        for (Step step : steps) {
            double low = Math.min(before, step.whole);
            below.add(low);
            bars.add(ECharts.option("value", Math.max(before, step.whole) - low)
                    .with("itemStyle", ECharts.option("color", step.whole < before ? "--c6" : "--c0")));
            before = step.whole;
        }
        Map<String, Object> x = BarChart.figures("log", "times as fast as the first");
        x.put("min", least);
        x.put("axisLabel", ECharts.option("showMinLabel", false).with("hideOverlap", true));
        return BarChart.chart(
                x,
                steps.stream().map(Step::label).toList(),
                List.of(
                        ECharts.option("type", "bar")
                                .with("stack", "step")
                                .with("silent", true)
                                .with("itemStyle", ECharts.option("opacity", 0))
                                .with("data", below),
                        ECharts.option("type", "bar")
                                .with("stack", "step")
                                .with("barMaxWidth", 24)
                                .with("data", bars)));
    }

    private List<Step> steps(Ladder ladder) {
        List<Step> steps = new ArrayList<>();
        for (Ladder.Step step : ladder.steps()) {
            Optional<Double> seconds = result.results().stream()
                    .filter(cell -> cell.isOf(ladder.precision(), ladder.shape())
                            && cell.seconds() != null
                            && cell.contender().equals(step.contender())
                            && Objects.equals(cell.threads(), step.threads()))
                    .map(cell -> cell.seconds().endToEnd().median())
                    .findFirst();
            if (seconds.isPresent()) {
                Double factor = steps.isEmpty() ? null : steps.get(steps.size() - 1).seconds / seconds.get();
                double whole = steps.isEmpty() ? 1 : steps.get(0).seconds / seconds.get();
                steps.add(new Step(Contender.inWords(step.contender(), step.threads()), seconds.get(), factor, whole));
            }
        }
        return steps;
    }

    /**
     * A step.
     *
     * @param factor over the step before, null of the first
     * @param whole over the first
     */
    private record Step(String name, double seconds, Double factor, double whole) {
        String label() {
            return name + "\n" + Units.seconds(seconds)
                    + (factor == null ? "" : ", %s, in all %s".formatted(Units.times(factor), Units.times(whole)));
        }
    }
}
