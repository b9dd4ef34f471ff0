package dev.santoku.report;

import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The contenders of a run in the charts: each has its name, and one colour and mark in all of them. */
public final class Contenders {
    private static final List<String> MARKS = List.of("circle", "rect", "triangle", "diamond");
    private static final int COLOURS = 10;

    private final List<String> names;

    public Contenders(RunResult result) {
        names = result.results().stream().map(CellResult::inWords).distinct().toList();
    }

    public List<String> names() {
        return names;
    }

    /** A name of the page's style. */
    public String colour(String name) {
        return "--c" + Math.max(0, names.indexOf(name)) % COLOURS;
    }

    public String mark(String name) {
        return MARKS.get(Math.max(0, names.indexOf(name)) % MARKS.size());
    }

    /** Cells that have figures, larger products first. */
    public static Stream<CellResult> measured(RunResult result) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .sorted(Comparator.comparing(CellResult::precision)
                        .thenComparingDouble(cell -> -cell.shape().flops()));
    }
}
