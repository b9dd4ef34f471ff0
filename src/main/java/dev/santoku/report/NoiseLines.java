package dev.santoku.report;

import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Noise;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Outliers;
import dev.santoku.statistics.Outliers.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What disturbed the samples, in words: a sentence for each precision and shape in whose rounds the machine was disturbed,
 * which all contenders suffered alike, and one for each cell that is flagged for more.
 */
public final class NoiseLines {
    private static final Set<String> TOLD = Set.of(
            CellFlags.DRIFT,
            CellFlags.LAUNCHES_DIFFER,
            CellFlags.THROTTLED,
            CellFlags.WARMING,
            CellFlags.PERIODIC,
            CellFlags.BURSTS);

    private static final Map<Cause, String> CAUSES = new EnumMap<>(Map.of(
            Cause.WARMING, "the first ones, still warming up",
            Cause.DISTURBED, "in disturbed rounds",
            Cause.DRIFT, "towards the end, as when a clock goes down",
            Cause.PERIODIC, "at regular intervals, as by a timer or garbage collection",
            Cause.OWN, "alone in their rounds, the contender's own doing",
            Cause.UNEXPLAINED, "with no other contender beside them to tell why"));

    private NoiseLines() {}

    /** The sentences, each a line. */
    public static List<String> of(RunResult result) {
        List<CellResult> known = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED && cell.noise() != null)
                .toList();
        Map<String, List<CellResult>> groups = known.stream()
                .collect(Collectors.groupingBy(NoiseLines::group, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        groups.forEach((group, cells) -> {
            disturbance(cells).ifPresent(disturbance -> lines.add(group + ": " + disturbance));
            cells.stream()
                    .filter(cell -> cell.flags().stream().anyMatch(TOLD::contains))
                    .forEach(cell -> lines.add(line(cell)));
        });
        return lines;
    }

    private static String group(CellResult cell) {
        return cell.precision() + " " + Units.shape(cell.shape());
    }

    /** Told by the cell that took turns in most of the disturbed rounds. */
    private static Optional<String> disturbance(List<CellResult> cells) {
        return cells.stream()
                .map(CellResult::noise)
                .filter(noise -> noise.disturbedRounds() > 0)
                .max(Comparator.comparingInt(Noise::disturbedRounds))
                .map(noise -> "the machine was disturbed in %d of %s%s"
                        .formatted(
                                noise.disturbedRounds(),
                                Units.counted(noise.rounds(), "round"),
                                noise.foreign() == null || noise.stolen() == null
                                        ? ""
                                        : "; of its processor time in all rounds other programs took %s, the hypervisor %s"
                                                .formatted(
                                                        Units.percent(noise.foreign()),
                                                        Units.percent(noise.stolen()))));
    }

    private static String line(CellResult cell) {
        Noise noise = cell.noise();
        List<String> parts = new ArrayList<>();
        if (cell.flags().contains(CellFlags.THROTTLED)) {
            parts.add(
                    noise.fmaGflops() == null ? "throttled" : "throttled, or short of processor time: " + fall(noise));
        }
        if (cell.flags().contains(CellFlags.DRIFT)) {
            parts.add("its last samples are more than 5 % off its first");
        }
        if (cell.flags().contains(CellFlags.LAUNCHES_DIFFER)) {
            parts.add("the medians of its %d JVM launches are more than 5 %% apart".formatted(cell.launches()));
        }
        if (!noise.outliers().isEmpty()) {
            parts.add(outliers(cell));
        }
        return "%s %s %s: %s"
                .formatted(cell.precision(), Units.shape(cell.shape()), cell.inWords(), String.join("; ", parts));
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
