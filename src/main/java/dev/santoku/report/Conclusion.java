package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.result.Baselines;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import dev.santoku.statistics.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the hardware buys end to end, and from which size on, in words that stand on verdicts alone. */
public record Conclusion(RunResult result) {
    /**
     * A sentence for each precision and back end that was measured beside one thread, then one for each that was measured
     * beside a yardstick. A yardstick's own speed is nobody's conclusion. Last, precisions side by side where one is reduced.
     */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            Map<String, CellResult> fastest = new LinkedHashMap<>();
            result.results().stream()
                    .filter(cell ->
                            cell.outcome() == Outcome.MEASURED && cell.precision() == precision && !cell.yardstick())
                    .forEach(cell -> fastest.merge(cell.backend() + "@" + cell.device(), cell, Conclusion::faster));
            fastest.values().stream()
                    .filter(cell -> !cell.backend().equals(Baselines.SINGLE))
                    .forEach(cell -> sentence(precision, cell).ifPresent(sentences::add));
            fastest.values().forEach(cell -> sentences.addAll(besideYardsticks(precision, cell)));
        }
        sentences.addAll(new PrecisionClasses(result, this::named).sentences());
        return sentences;
    }

    /** How it stands to each yardstick, in computing alone: what copies cost is the binding's, not the library's. */
    private List<String> besideYardsticks(Precision precision, CellResult contender) {
        Map<String, Speedup> largest = new LinkedHashMap<>();
        result.speedups().stream()
                .filter(speedup -> speedup.precision() == precision
                        && speedup.contender().equals(contender.contender())
                        && Objects.equals(speedup.threads(), contender.threads())
                        && speedup.time().equals(Speedup.COMPUTE)
                        && isYardstick(speedup.baseline()))
                .forEach(speedup -> largest.merge(speedup.baseline(), speedup, Conclusion::larger));
        return largest.values().stream()
                .map(speedup -> "%s, computing alone: %s is %s as fast as the yardstick %s at %s."
                        .formatted(
                                precision, named(contender), Units.times(speedup), speedup.baseline(), speedup.shape()))
                .toList();
    }

    private boolean isYardstick(String contender) {
        return result.results().stream()
                .anyMatch(cell -> cell.yardstick() && cell.contender().equals(contender));
    }

    private static Speedup larger(Speedup one, Speedup other) {
        return one.shape().flops() >= other.shape().flops() ? one : other;
    }

    /** Hardware is judged by the fastest variant on it, at the largest size. */
    static CellResult faster(CellResult one, CellResult other) {
        int bySize = Double.compare(one.shape().flops(), other.shape().flops());
        if (bySize != 0) {
            return bySize > 0 ? one : other;
        }
        return one.gflops().endToEnd() >= other.gflops().endToEnd() ? one : other;
    }

    /** Whether from this cell on, and not from a smaller one, every size was faster than one thread. */
    public boolean paysFrom(CellResult cell) {
        List<Speedup> bySize = overOneThread(cell);
        int from = payingFrom(bySize);
        return lost(cell).isEmpty()
                && from > 0
                && from < bySize.size()
                && bySize.get(from).shape().equals(cell.shape());
    }

    /** Its speedups over one thread, smaller sizes first. */
    private List<Speedup> overOneThread(CellResult contender) {
        return result.speedups().stream()
                .filter(speedup -> speedup.precision() == contender.precision() && isOverOneThread(speedup, contender))
                .sorted(Comparator.comparingDouble(speedup -> speedup.shape().flops()))
                .toList();
    }

    /** The first from which on every one is faster; their number where there is none. */
    private static int payingFrom(List<Speedup> bySize) {
        int from = bySize.size();
        while (from > 0 && bySize.get(from - 1).verdict() == Verdict.FASTER) {
            from--;
        }
        return from;
    }

    private Optional<String> sentence(Precision precision, CellResult contender) {
        List<Speedup> bySize = overOneThread(contender);
        if (bySize.isEmpty()) {
            return Optional.empty();
        }
        Speedup largest = bySize.get(bySize.size() - 1);
        return Optional.of("%s, end to end: %s is %s as fast as one thread at %s%s."
                .formatted(
                        precision,
                        named(contender),
                        Units.times(largest.ratio(), largest.low(), largest.high()),
                        largest.shape(),
                        lost(contender).orElseGet(() -> payment(bySize))));
    }

    /**
     * The sizes at which it was wrong or failed, in words; empty where there are none. What it would take there nobody knows, so
     * that nothing follows for whether it pays.
     */
    private Optional<String> lost(CellResult contender) {
        List<CellResult> lost = result.results().stream()
                .filter(cell -> cell.contender().equals(contender.contender())
                        && Objects.equals(cell.threads(), contender.threads())
                        && cell.precision() == contender.precision()
                        && (cell.outcome() == Outcome.WRONG || cell.outcome() == Outcome.FAILED))
                .sorted(Comparator.comparingDouble(cell -> cell.shape().flops()))
                .toList();
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of("; at %s it %s, so no size is named from which it is faster"
                        .formatted(
                                lost.stream()
                                        .map(cell -> cell.shape().toString())
                                        .collect(Collectors.joining(" and ")),
                                lost.stream().anyMatch(cell -> cell.outcome() == Outcome.WRONG)
                                        ? "computed wrong products"
                                        : "failed"));
    }

    private boolean isOverOneThread(Speedup speedup, CellResult contender) {
        return speedup.contender().equals(contender.contender())
                && Objects.equals(speedup.threads(), contender.threads())
                && speedup.time().equals(Speedup.END_TO_END)
                && Baselines.of(result, Baselines.SINGLE, speedup.precision(), speedup.shape())
                        .filter(single -> single.contender().equals(speedup.baseline()))
                        .isPresent();
    }

    /** From which size on every larger one was faster, too. */
    private static String payment(List<Speedup> bySize) {
        int from = payingFrom(bySize);
        if (from == bySize.size()) {
            return noPayment(bySize);
        }
        if (bySize.size() == 1) {
            return "";
        }
        return from == 0
                ? "; faster at every size measured"
                : "; faster from size " + bySize.get(from).shape() + " up";
    }

    /** What can be said where it was not faster at the largest size: an inconclusive verdict is no denial. */
    private static String noPayment(List<Speedup> bySize) {
        List<Verdict> verdicts = bySize.stream().map(Speedup::verdict).toList();
        if (verdicts.get(verdicts.size() - 1) == Verdict.INCONCLUSIVE) {
            return "; not clearly faster there";
        }
        if (verdicts.contains(Verdict.FASTER)) {
            return "; no longer faster there";
        }
        return verdicts.contains(Verdict.INCONCLUSIVE)
                ? "; not clearly faster at any size measured"
                : "; faster at no size measured";
    }

    /** The contender with what it is: {@code jocl:tiled on cl0 (CPU)}. */
    private String named(CellResult cell) {
        String algorithm = cell.backend() + ":" + cell.variant();
        boolean several = cell.device().contains("+");
        if (cell.threads() != null && !several) {
            return algorithm + " on " + Units.threads(cell.threads());
        }
        Optional<Device> device = result.devices().stream()
                .filter(candidate -> candidate.id().equals(cell.device()))
                .findFirst();
        return "%s on %s%s"
                .formatted(
                        algorithm,
                        cell.device(),
                        device.map(known -> " (" + known.kind() + ")").orElse(""));
    }
}
