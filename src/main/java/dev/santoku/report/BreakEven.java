package dev.santoku.report;

import dev.santoku.matrix.Precision;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * From which size on a processor is faster than another one, end to end. Of each processor the fastest contender counts at each
 * size. Sizes are the sides N of N×N×N that both measured; nothing is told of others.
 *
 * @param faster the processor that is faster at the largest size
 * @param slower the other one
 * @param below the largest size at which {@code slower} was clearly faster; empty where there is none
 * @param from the smallest size from which on {@code faster} was clearly faster at all
 * @param least the smallest size that both measured
 * @param most the largest one
 * @param about the size at which both are as fast, interpolated between two measured ones at most a factor of two apart, in
 *     logarithms; empty where they are farther apart, or where no verdict is clear between them
 */
public record BreakEven(
        Precision precision,
        String faster,
        String slower,
        Optional<Integer> below,
        int from,
        int least,
        int most,
        OptionalDouble about) {
    /** Sizes farther apart than this have no interpolated one between them. */
    private static final double MOST_APART = 2;

    private static final MathContext ROUNDED = new MathContext(2);

    /** Of all pairs of processors, as far as verdicts are clear. */
    public static List<BreakEven> of(RunResult result) {
        List<BreakEven> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            List<Map.Entry<String, TreeMap<Integer, CellResult>>> processors =
                    List.copyOf(processors(result, precision).entrySet());
            for (int i = 0; i < processors.size(); i++) {
                for (int j = 0; j < processors.size(); j++) {
                    if (i != j) {
                        of(precision, processors.get(i), processors.get(j)).ifPresent(all::add);
                    }
                }
            }
        }
        return all;
    }

    /** Whether the other one is faster at a smaller size. */
    public boolean isCrossing() {
        return below.isPresent();
    }

    /** {@code from about 700 up (between 512 and 1024)}, and what else may be known. */
    public String inWords() {
        if (from == least) {
            return "at every size measured, %d to %d".formatted(least, most);
        }
        String up = from == most ? "" : " up";
        if (below.isEmpty()) {
            return "from %d%s, and not clearly below".formatted(from, up);
        }
        String between = "between %d and %d".formatted(below.get(), from);
        return about.isPresent()
                ? "from about %d up (%s)".formatted(rounded(), between)
                : "from somewhere %s up".formatted(between);
    }

    /** Of two digits, and not outside of what was measured. */
    private int rounded() {
        int some = new BigDecimal(about.getAsDouble()).round(ROUNDED).intValue();
        return Math.max(below.orElseThrow(), Math.min(from, some));
    }

    /** The fastest cell of each processor at each size. One that failed or was wrong at a size has none: what it takes is unknown. */
    private static Map<String, TreeMap<Integer, CellResult>> processors(RunResult result, Precision precision) {
        Map<String, TreeMap<Integer, CellResult>> processors = new LinkedHashMap<>();
        List<CellResult> cells = result.results().stream()
                .filter(cell -> cell.precision() == precision && !cell.yardstick() && cell.device() != null)
                .filter(cell -> cell.shape().isSquare() && cell.shape().batch() == 1)
                .toList();
        cells.stream().filter(cell -> cell.outcome() == Outcome.MEASURED).forEach(cell -> processors
                .computeIfAbsent(Processors.name(result, cell), unused -> new TreeMap<>())
                .merge(cell.shape().m(), cell, BreakEven::faster));
        cells.stream()
                .filter(cell -> cell.outcome() == Outcome.FAILED || cell.outcome() == Outcome.WRONG)
                .filter(cell -> !processors
                        .getOrDefault(Processors.name(result, cell), new TreeMap<>())
                        .containsKey(cell.shape().m()))
                .forEach(cell -> processors.remove(Processors.name(result, cell)));
        return processors;
    }

    private static CellResult faster(CellResult one, CellResult other) {
        return other.seconds().endToEnd().median() < one.seconds().endToEnd().median() ? other : one;
    }

    /** Empty where the first one is not clearly faster at the largest size, or where there are not two sizes. */
    private static Optional<BreakEven> of(
            Precision precision,
            Map.Entry<String, TreeMap<Integer, CellResult>> first,
            Map.Entry<String, TreeMap<Integer, CellResult>> second) {
        TreeMap<Integer, Ratio> ratios = new TreeMap<>();
        first.getValue()
                .forEach((size, cell) -> Optional.ofNullable(second.getValue().get(size))
                        .ifPresent(other -> ratios.put(size, CellRatio.over(cell, other))));
        List<Integer> sizes = List.copyOf(ratios.keySet());
        int from = sizes.size();
        while (from > 0 && ratios.get(sizes.get(from - 1)).verdict() == Verdict.FASTER) {
            from--;
        }
        if (sizes.size() < 2 || from == sizes.size()) {
            return Optional.empty();
        }
        int below = from - 1;
        while (below >= 0 && ratios.get(sizes.get(below)).verdict() != Verdict.SLOWER) {
            below--;
        }
        return Optional.of(new BreakEven(
                precision,
                first.getKey(),
                second.getKey(),
                below < 0 ? Optional.empty() : Optional.of(sizes.get(below)),
                sizes.get(from),
                sizes.get(0),
                sizes.get(sizes.size() - 1),
                below >= 0 && below == from - 1
                        ? interpolated(sizes.get(below), sizes.get(from), ratios)
                        : OptionalDouble.empty()));
    }

    private static OptionalDouble interpolated(int below, int from, Map<Integer, Ratio> ratios) {
        if (from > MOST_APART * below) {
            return OptionalDouble.empty();
        }
        double start = Math.log(ratios.get(below).ratio());
        double end = Math.log(ratios.get(from).ratio());
        return OptionalDouble.of(below * Math.pow((double) from / below, -start / (end - start)));
    }
}
