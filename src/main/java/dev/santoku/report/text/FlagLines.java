package dev.santoku.report.text;

import dev.santoku.report.Units;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.StopRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is in doubt of a run, a short line for each kind of doubt: how many cells it concerns, and what to do. The page tells of
 * each cell why.
 */
final class FlagLines {
    /** The gravest first. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "faster than the device or its clock allows",
                    "do not rely on them",
                    CellFlags.ABOVE_CEILING,
                    CellFlags.COPIES_ABOVE_CEILING,
                    CellFlags.CLOCK_DISAGREES),
            new Kind("without a peak that bounds them", "no share of peak is told", CellFlags.NO_PEAK),
            new Kind("without a device that was lost", "the remarks say why", CellFlags.DEVICE_LOST),
            new Kind(
                    "throttled, or short of processor time",
                    "cool it, plug it in, or stop other programs",
                    CellFlags.THROTTLED),
            new Kind("disturbed by others", "stop other programs, or measure again", CellFlags.DISTURBED),
            new Kind(
                    "with samples that drift, burst or differ by JVM",
                    "the intervals already include this",
                    CellFlags.DRIFT,
                    CellFlags.WARMING,
                    CellFlags.PERIODIC,
                    CellFlags.BURSTS,
                    CellFlags.LAUNCHES_DIFFER),
            new Kind(
                    "less precise than ±5 %",
                    "raise --budget or --launches",
                    cell -> cell.stopped() != StopRule.Reason.PRECISION,
                    CellFlags.FEW_SAMPLES,
                    CellFlags.WIDE),
            new Kind(
                    "less precise than ±5 %",
                    "lower --within, or leave it out",
                    cell -> cell.stopped() == StopRule.Reason.PRECISION,
                    CellFlags.FEW_SAMPLES,
                    CellFlags.WIDE));

    private FlagLines() {}

    /** The lines, and one that tells where the cells stand; none where nothing is in doubt. */
    static List<String> of(RunResult result) {
        List<CellResult> measured = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .toList();
        List<String> lines = new ArrayList<>();
        for (Kind kind : KINDS) {
            long cells = measured.stream().filter(kind::concerns).count();
            if (cells > 0) {
                lines.add("%d of %s %s: %s"
                        .formatted(cells, Units.counted(measured.size(), "cell"), kind.what, kind.whatToDo));
            }
        }
        if (!lines.isEmpty()) {
            lines.add("The run's page says which cells and why, as do the flags in its JSON.");
        }
        return lines;
    }

    private record Kind(String what, String whatToDo, Predicate<CellResult> cells, Set<String> flags) {
        Kind(String what, String whatToDo, Predicate<CellResult> cells, String... flags) {
            this(what, whatToDo, cells, Set.of(flags));
        }

        Kind(String what, String whatToDo, String... flags) {
            this(what, whatToDo, cell -> true, flags);
        }

        boolean concerns(CellResult cell) {
            return cells.test(cell) && cell.flags().stream().anyMatch(flags::contains);
        }
    }
}
