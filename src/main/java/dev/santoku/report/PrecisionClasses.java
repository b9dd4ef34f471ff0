package dev.santoku.report;

import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The precisions of one contender side by side, each with its error. A precision is a class of its own: there is no verdict
 * between two of them, as a product in one does not do what a product in another does.
 *
 * @param named a contender in words
 */
record PrecisionClasses(RunResult result, Function<CellResult, String> named) {
    /** A sentence for the fastest contender of each back end and device, at the largest size of a reduced precision. */
    List<String> sentences() {
        Map<String, CellResult> fastest = new LinkedHashMap<>();
        measured()
                .filter(cell -> cell.precision().isReduced() && !cell.yardstick())
                .forEach(cell -> fastest.merge(cell.backend() + "@" + cell.device(), cell, Conclusion::faster));
        return fastest.values().stream()
                .flatMap(cell -> sentence(cell).stream())
                .toList();
    }

    private Stream<CellResult> measured() {
        return result.results().stream().filter(cell -> cell.outcome() == Outcome.MEASURED);
    }

    private Optional<String> sentence(CellResult reduced) {
        List<String> classes = measured()
                .filter(cell ->
                        cell.inWords().equals(reduced.inWords()) && cell.shape().equals(reduced.shape()))
                .sorted(Comparator.comparing(CellResult::precision))
                .map(PrecisionClasses::figures)
                .toList();
        return classes.size() < 2
                ? Optional.empty()
                : Optional.of("%s at %s, end to end: %s."
                        .formatted(named.apply(reduced), reduced.shape(), String.join("; ", classes)));
    }

    private static String figures(CellResult cell) {
        return "%s %s GFLOP/s, %s"
                .formatted(
                        Units.precision(cell), Units.significant(cell.gflops().endToEnd()), error(cell.check()));
    }

    /** Relative to |A|·|B|, as the check has it. */
    private static String error(CellResult.Check check) {
        if (check == null || check.error() == null) {
            return "error unknown";
        } else if (check.bound() == null) {
            return String.format(Locale.ROOT, "error %.1e", check.error());
        }
        return check.bound() == 0 && check.error() == 0
                ? "exact"
                : String.format(Locale.ROOT, "error %.1e, bound %.1e", check.error(), check.bound());
    }
}
