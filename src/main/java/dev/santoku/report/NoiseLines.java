package dev.santoku.report;

import dev.santoku.measure.CellResult;
import dev.santoku.measure.Doubts;
import dev.santoku.measure.Noise;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.RunResult;
import dev.santoku.measure.statistics.Outliers;
import dev.santoku.measure.statistics.Outliers.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What disturbed the samples of cells, in one sentence for each cell that is flagged for it. */
final class NoiseLines {
    private static final Set<String> TOLD = Set.of(
            Doubts.DRIFT,
            Doubts.LAUNCHES_DIFFER,
            Doubts.THROTTLED,
            Doubts.DISTURBED,
            Doubts.WARMING,
            Doubts.PERIODIC,
            Doubts.BURSTS);

    private static final Map<Cause, String> CAUSES = new EnumMap<>(Map.of(
            Cause.WARMING, "the first ones, still warming up",
            Cause.DISTURBED, "in disturbed rounds",
            Cause.DRIFT, "towards the end, as when a clock goes down",
            Cause.PERIODIC, "at regular intervals, as by a timer or garbage collection",
            Cause.OWN, "alone in their rounds, the contender's own doing",
            Cause.UNEXPLAINED, "with no other contender beside them to tell why"));

    private NoiseLines() {}

    /** A line for each. */
    static List<String> of(RunResult result) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED
                        && cell.noise() != null
                        && cell.flags().stream().anyMatch(TOLD::contains))
                .map(NoiseLines::line)
                .toList();
    }

    private static String line(CellResult cell) {
        Noise noise = cell.noise();
        List<String> parts = new ArrayList<>();
        if (cell.flags().contains(Doubts.THROTTLED) && noise.fmaGflops() != null) {
            parts.add("throttled, or robbed of its processor: " + fall(noise));
        }
        if (cell.flags().contains(Doubts.DRIFT)) {
            parts.add("its last samples are more than 5 % off its first");
        }
        if (cell.flags().contains(Doubts.LAUNCHES_DIFFER)) {
            parts.add("the medians of its %d launches are more than 5 %% apart".formatted(cell.launches()));
        }
        if (noise.disturbedRounds() > 0) {
            parts.add("the machine was disturbed in %d of %s"
                    .formatted(noise.disturbedRounds(), Units.counted(noise.rounds(), "round")));
        }
        if (!noise.outliers().isEmpty()) {
            parts.add(outliers(cell));
        }
        return "%s %s %s: %s"
                .formatted(
                        cell.precision(), Units.shape(cell.shape()), Contenders.name(cell), String.join("; ", parts));
    }

    private static String fall(Noise noise) {
        String rate = "its multiply-adds fell from %s to %s GFLOP/s"
                .formatted(
                        Units.significant(noise.fmaGflops().before()),
                        Units.significant(noise.fmaGflops().after()));
        return noise.clockMHz() == null
                ? rate
                : rate
                        + ", the clock from %.0f to %.0f MHz"
                                .formatted(
                                        noise.clockMHz().before(),
                                        noise.clockMHz().after());
    }

    private static String outliers(CellResult cell) {
        int all = cell.noise().outliers().stream()
                .mapToInt(Outliers.Count::samples)
                .sum();
        List<String> causes = cell.noise().outliers().stream()
                .map(count -> "%d %s".formatted(count.samples(), CAUSES.get(count.cause())))
                .toList();
        return "%d of %s %s far slower than the rest (%s)"
                .formatted(
                        all,
                        Units.counted(cell.samples(), "sample"),
                        all == 1 ? "is" : "are",
                        String.join("; ", causes));
    }
}
