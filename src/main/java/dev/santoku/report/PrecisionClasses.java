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
import java.util.stream.Collectors;

/**
 * The precisions of one contender side by side, each with its error. A precision is a class of its own: there is no verdict
 * between two of them, as a product in one does not do what a product in another does.
 *
 * @param named a contender in words
 */
record PrecisionClasses(RunResult result, Function<CellResult, String> named) {
    /** A sentence for each contender that was measured in a reduced precision, at the largest such size. */
    List<String> sentences() {
        Map<String, List<CellResult>> byContender = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .collect(Collectors.groupingBy(CellResult::inWords, LinkedHashMap::new, Collectors.toList()));
        return byContender.values().stream()
                .flatMap(cells -> sentence(cells).stream())
                .toList();
    }

    private Optional<String> sentence(List<CellResult> ofOne) {
        return ofOne.stream()
                .filter(cell -> cell.precision().isReduced())
                .max(Comparator.comparingDouble(cell -> cell.shape().flops()))
                .map(largest -> "%s at %s, end to end: %s."
                        .formatted(
                                named.apply(largest),
                                largest.shape(),
                                ofOne.stream()
                                        .filter(cell -> cell.shape().equals(largest.shape()))
                                        .sorted(Comparator.comparing(CellResult::precision))
                                        .map(PrecisionClasses::figures)
                                        .collect(Collectors.joining("; "))));
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
