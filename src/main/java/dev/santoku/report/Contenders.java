package dev.santoku.report;

import dev.santoku.measure.CellResult;
import dev.santoku.measure.Contender;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.RunResult;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The contenders of a run in the charts: each has its name, and one colour and mark in all of them. */
final class Contenders {
    private static final List<String> MARKS = List.of("circle", "rect", "triangle", "diamond");
    private static final int COLOURS = 10;

    private final List<String> names;

    Contenders(RunResult result) {
        names = result.results().stream().map(Contenders::name).distinct().toList();
    }

    /** With its threads, where it has several. */
    static String name(CellResult cell) {
        return Contender.inWords(cell.contender(), cell.threads());
    }

    List<String> names() {
        return names;
    }

    /** A name of the page's style. */
    String colour(String name) {
        return "--c" + Math.max(0, names.indexOf(name)) % COLOURS;
    }

    String mark(String name) {
        return MARKS.get(Math.max(0, names.indexOf(name)) % MARKS.size());
    }

    /** Cells that have figures, larger products first. */
    static Stream<CellResult> measured(RunResult result) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .sorted(Comparator.comparing(CellResult::precision)
                        .thenComparingDouble(cell -> -cell.shape().flops()));
    }
}
