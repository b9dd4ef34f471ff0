package dev.santoku.report.text;

import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Ladder;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each step brings, and that the factors multiply to the whole:
 *
 * <pre>
 * ladder f32 512×512×512, end to end
 *   single:naive@cpu     210 ms
 *   single:blocked@cpu  7.90 ms  26.582× (25.9–27.1)
 *   single:vector@cpu   2.51 ms  3.1474× (3.05–3.20)
 *   26.582 × 3.1474 = 83.665; single:vector@cpu over single:naive@cpu: 83.665× (81.0–85.2)
 * </pre>
 */
record LadderReport(RunResult result) {
    /** The lines of one ladder. */
    List<String> lines(Ladder ladder) {
        List<CellResult> cells = ladder.steps().stream()
                .flatMap(step -> cell(ladder, step).stream())
                .toList();
        int widest = cells.stream().mapToInt(cell -> name(cell).length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add("ladder %s %s, end to end".formatted(ladder.precision(), Units.shape(ladder.shape())));
        for (int i = 0; i < cells.size(); i++) {
            String time = Units.seconds(cells.get(i).seconds().endToEnd().median());
            String factor = i == 0
                    ? ""
                    : "  "
                            + speedup(cells.get(i), cells.get(i - 1))
                                    .map(LadderReport::inWords)
                                    .orElse("");
            lines.add(("  %-" + widest + "s  %8s%s").formatted(name(cells.get(i)), time, factor));
        }
        if (cells.size() > 2) {
            lines.add("  " + whole(cells));
        }
        if (!ladder.missing().isEmpty()) {
            lines.add("  left out, not measured: " + String.join(", ", ladder.missing()));
        }
        return lines;
    }

    /** The product is that of the factors before they were rounded. */
    private String whole(List<CellResult> cells) {
        List<Double> factors = new ArrayList<>();
        for (int i = 1; i < cells.size(); i++) {
            speedup(cells.get(i), cells.get(i - 1)).ifPresent(speedup -> factors.add(speedup.ratio()));
        }
        CellResult first = cells.get(0);
        CellResult last = cells.get(cells.size() - 1);
        return "%s = %s; %s over %s: %s"
                .formatted(
                        factors.stream().map(Units::exactly).collect(Collectors.joining(" × ")),
                        Units.exactly(factors.stream().reduce(1.0, (one, other) -> one * other)),
                        name(last),
                        name(first),
                        speedup(last, first).map(LadderReport::inWords).orElse("–"));
    }

    private static String name(CellResult cell) {
        return Contender.inWords(cell.contender(), cell.threads());
    }

    private Optional<CellResult> cell(Ladder ladder, Ladder.Step step) {
        return result.results().stream()
                .filter(cell -> cell.isOf(ladder.precision(), ladder.shape())
                        && cell.seconds() != null
                        && cell.contender().equals(step.contender())
                        && Objects.equals(cell.threads(), step.threads()))
                .findFirst();
    }

    private Optional<Speedup> speedup(CellResult cell, CellResult over) {
        return result.speedups().stream()
                .filter(speedup -> speedup.isEndToEnd(cell, over))
                .findFirst();
    }

    private static String inWords(Speedup speedup) {
        return "%s× (%s–%s)"
                .formatted(
                        Units.exactly(speedup.ratio()),
                        Units.significant(speedup.low()),
                        Units.significant(speedup.high()));
    }
}
