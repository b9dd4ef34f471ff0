package dev.santoku.report;

import dev.santoku.backend.Audit;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How matrices travel to a device and back, a line for each contender: {@code cl0  jocl:panel: uploads mapped, downloads by
 * the driver}. Where that depends on the size, each way with its sizes.
 */
public final class TransferLines {
    /** Seconds of a clock in a second. */
    private static final double STANDING = 1e-3;

    private TransferLines() {}

    public static List<String> of(RunResult result) {
        Map<String, List<CellResult>> byContender = result.results().stream()
                .filter(cell -> cell.audit() != null)
                .collect(Collectors.groupingBy(CellResult::contender, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        for (List<CellResult> cells : byContender.values()) {
            CellResult first = cells.get(0);
            lines.add("%-3s  %s:%s: %s".formatted(first.device(), first.backend(), first.variant(), ways(cells)));
        }
        lines.addAll(wrongClocks(result));
        return lines;
    }

    /** A line for each device whose driver's clock does not tell the time. */
    public static List<String> wrongClocks(RunResult result) {
        Map<String, Double> rates = new TreeMap<>();
        result.results().stream()
                .filter(cell -> cell.audit() != null && cell.audit().byWrongClock())
                .forEach(cell -> rates.putIfAbsent(cell.device(), cell.audit().clockRate()));
        return rates.entrySet().stream()
                .map(rate -> "%-3s  its driver's clock %s: its event times are not used"
                        .formatted(
                                rate.getKey(),
                                Math.abs(rate.getValue()) < STANDING
                                        ? "stands still"
                                        : "runs at %s of real speed".formatted(Units.significant(rate.getValue()))))
                .toList();
    }

    private static String ways(List<CellResult> cells) {
        Map<String, List<CellResult>> byWay = cells.stream()
                .collect(Collectors.groupingBy(
                        cell -> inWords(cell.audit().transfers()), LinkedHashMap::new, Collectors.toList()));
        return byWay.size() == 1
                ? byWay.keySet().iterator().next()
                : byWay.entrySet().stream()
                        .map(way -> "%s (%s)".formatted(way.getKey(), sizes(way.getValue())))
                        .collect(Collectors.joining("; "));
    }

    private static String sizes(List<CellResult> cells) {
        return cells.stream().map(cell -> cell.precision() + " " + cell.shape()).collect(Collectors.joining(", "));
    }

    private static String inWords(Audit.Transfers transfers) {
        return transfers.upload() == transfers.download()
                ? "uploads and downloads " + inWords(transfers.upload())
                : "uploads %s, downloads %s".formatted(inWords(transfers.upload()), inWords(transfers.download()));
    }

    private static String inWords(Audit.Way way) {
        return switch (way) {
            case DRIVER -> "by the driver";
            case MAPPED -> "mapped";
            case STAGED -> "through pinned memory";
        };
    }
}
