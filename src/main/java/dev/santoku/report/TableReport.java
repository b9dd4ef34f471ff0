package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.Baselines;
import dev.santoku.measure.CellResult;
import dev.santoku.measure.Contender;
import dev.santoku.measure.Doubts;
import dev.santoku.measure.Outcome;
import dev.santoku.measure.Roofline;
import dev.santoku.measure.RunResult;
import dev.santoku.measure.Speedup;
import dev.santoku.measure.statistics.Estimate;
import dev.santoku.measure.statistics.StopRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result for a terminal: a table for each precision and shape, then what was not measured, what is in doubt, and the
 * conclusion.
 */
public final class TableReport {
    private final RunResult result;
    private final Style style;

    public TableReport(RunResult result, Style style) {
        this.result = result;
        this.style = style;
    }

    /** The whole report, ending in a line feed. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        appendHardware(text);
        if (result.soak() != null) {
            SoakLines.of(result).forEach(line -> text.append(line).append('\n'));
            return text.toString();
        }
        Map<Group, List<CellResult>> groups = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .collect(Collectors.groupingBy(
                        cell -> new Group(cell.precision(), cell.shape()), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, cells) -> text.append(style.bold(group.title() + launches(cells)))
                .append('\n')
                .append(table(cells))
                .append("\n\n"));
        appendNotMeasured(text);
        VerifiedLine.of(result).ifPresent(line -> text.append(line).append('\n'));
        List<String> doubts = DoubtLines.of(result);
        doubts.forEach(line -> text.append(line).append('\n'));
        text.append(doubts.isEmpty() && VerifiedLine.of(result).isEmpty() ? "" : "\n");
        LadderReport ladders = new LadderReport(result);
        result.ladders().forEach(ladder -> appendSection(text, ladders.lines(ladder)));
        new TranslationReport(result).sections().forEach(lines -> appendSection(text, lines));
        result.scaling().forEach(scaling -> appendSection(text, ScalingReport.lines(scaling)));
        new Conclusion(result).sentences().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** What the short names in the tables stand for. */
    private void appendHardware(StringBuilder text) {
        text.append(HostLine.of(result.host())).append('\n');
        result.host().warnings().forEach(warning -> text.append("     warning: ")
                .append(warning)
                .append('\n'));
        OpenClDevices.of(result.devices())
                .forEach(device -> text.append(HostLine.of(device)).append('\n'));
        GpuLines.of(result.gpus()).forEach(line -> text.append(line).append('\n'));
        GpuLines.warnings(result.gpus())
                .forEach(
                        warning -> text.append("     warning: ").append(warning).append('\n'));
        TuningLines.of(result.parameters()).forEach(line -> text.append(line).append('\n'));
        CeilingLines.of(result.ceilings()).forEach(line -> text.append(line).append('\n'));
        TransferLines.of(result).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }

    private void appendSection(StringBuilder text, List<String> lines) {
        text.append(style.bold(lines.get(0))).append('\n');
        lines.stream().skip(1).forEach(line -> text.append(line.stripTrailing()).append('\n'));
        text.append('\n');
    }

    /** Told where there are several; a budget that ended early may have left some cells with fewer. */
    private static String launches(List<CellResult> cells) {
        IntSummaryStatistics launches = cells.stream()
                .filter(cell -> cell.launches() != null)
                .mapToInt(CellResult::launches)
                .summaryStatistics();
        if (launches.getMax() <= 1) {
            return "";
        }
        return launches.getMin() == launches.getMax()
                ? ", %d launches each".formatted(launches.getMax())
                : ", %d to %d launches each".formatted(launches.getMin(), launches.getMax());
    }

    private String table(List<CellResult> cells) {
        boolean phases = cells.stream().anyMatch(this::hasPhases);
        List<CellResult> hardwareFirst = cells.stream()
                .sorted(Comparator.comparingInt(this::place).thenComparingInt(TableReport::threads))
                .toList();
        TextTable<CellResult> table = new TextTable<CellResult>()
                .left("hardware", this::hardware)
                .left("contender", CellResult::contender)
                .right("time", cell -> Units.seconds(cell.seconds().endToEnd().median()))
                .right("±", TableReport::spread)
                .right("GFLOP/s", cell -> Units.significant(cell.gflops().endToEnd()));
        if (cells.stream().anyMatch(cell -> cell.ofCeiling() != null)) {
            table.right("of ceiling", TableReport::ofCeiling);
        }
        if (cells.stream().anyMatch(cell -> cell.energy() != null)) {
            table.right(
                            "energy",
                            cell -> cell.energy() == null
                                    ? ""
                                    : Units.joules(cell.energy().joulesPerProduct()))
                    .right(
                            "GFLOP/s/W",
                            cell -> cell.energy() == null
                                    ? ""
                                    : Units.significant(cell.energy().gflopsPerWatt()));
        }
        for (String baseline : Baselines.ALL) {
            table.right("over " + baseline, cell -> speedup(cell, baseline));
        }
        if (phases) {
            table.right("upload", cell -> phase(cell, CellResult.Seconds::upload))
                    .right("compute", cell -> phase(cell, CellResult.Seconds::compute))
                    .right("download", cell -> phase(cell, CellResult.Seconds::download));
        }
        return table.of(hardwareFirst);
    }

    /** Half the interval; from too few samples there is none. */
    private static String spread(CellResult cell) {
        return cell.flags().contains(Doubts.FEW_SAMPLES)
                ? "%d of %d samples".formatted(cell.samples(), StopRule.LEAST_TURNS)
                : Units.plusMinus(cell.seconds().endToEnd().relativeHalfWidth());
    }

    /**
     * Marked where it is more than the device was seen to be able to. Where the memory is the lower roof, its share, too: {@code
     * 3.1 % (memory 72.0 %)}.
     */
    private static String ofCeiling(CellResult cell) {
        if (cell.ofCeiling() == null) {
            return "";
        }
        Roofline place = cell.roofline();
        String memory = place != null && place.roof() == Roofline.Roof.MEMORY
                ? " (memory %s)".formatted(Units.percent(place.share()))
                : "";
        return (cell.flags().contains(Doubts.ABOVE_CEILING) ? "! " : "") + Units.percent(cell.ofCeiling()) + memory;
    }

    /** The CPU first, then OpenCL devices in their order. */
    private int place(CellResult cell) {
        return opencl(cell).map(device -> 1 + result.devices().indexOf(device)).orElse(0);
    }

    /** Fewer threads first, so that a yardstick stands beside the back end that it measures. */
    private static int threads(CellResult cell) {
        return cell.threads() == null ? 0 : cell.threads();
    }

    private String hardware(CellResult cell) {
        return opencl(cell)
                .map(device -> "%s %s".formatted(device.id(), device.kind()))
                .orElseGet(() -> "CPU, " + Units.threads(cell.threads() == null ? 1 : cell.threads()));
    }

    private Optional<Device> opencl(CellResult cell) {
        return result.devices().stream()
                .filter(device -> device.id().equals(cell.device()) && OpenClDevices.isOne(device))
                .findFirst();
    }

    private String phase(CellResult cell, Function<CellResult.Seconds, Estimate> phase) {
        return hasPhases(cell) ? Units.seconds(phase.apply(cell.seconds()).median()) : "";
    }

    /** Whether matrices are copied: to a device, or to where somebody else's library wants them. */
    private boolean hasPhases(CellResult cell) {
        return cell.yardstick() || opencl(cell).isPresent();
    }

    /** End to end over a back end, with its interval; a dash for the baseline itself. */
    private String speedup(CellResult cell, String baseline) {
        return Baselines.of(result, baseline, cell.precision(), cell.shape())
                .flatMap(over -> result.speedups().stream()
                        .filter(speedup -> speedup.isEndToEnd(cell, over))
                        .findFirst())
                .map(TableReport::inWords)
                .orElse("–");
    }

    private static String inWords(Speedup speedup) {
        return Units.times(speedup.ratio(), speedup.low(), speedup.high());
    }

    /** One line for all sizes that share contender, outcome and reason. */
    private void appendNotMeasured(StringBuilder text) {
        Map<String, List<String>> cellsByReason = new LinkedHashMap<>();
        for (CellResult cell : result.results()) {
            if (cell.outcome() != Outcome.MEASURED) {
                String outcome = cell.outcome().name().toLowerCase(Locale.ROOT);
                String key = (cell.outcome() == Outcome.SKIPPED ? style.faint(outcome) : style.bad(outcome)) + " "
                        + Contender.inWords(cell.contender(), severalCounts(cell) ? cell.threads() : null) + " %s: "
                        + cell.reason().replace("%", "%%");
                cellsByReason
                        .computeIfAbsent(key, unused -> new ArrayList<>())
                        .add(cell.precision() + " " + cell.shape());
            }
        }
        cellsByReason.forEach((line, cells) -> text.append(line.formatted("(" + String.join(", ", cells) + ")"))
                .append('\n'));
        if (!cellsByReason.isEmpty()) {
            text.append('\n');
        }
    }

    private boolean severalCounts(CellResult cell) {
        return result.results().stream()
                        .filter(other -> other.contender().equals(cell.contender()))
                        .map(CellResult::threads)
                        .distinct()
                        .count()
                > 1;
    }

    private record Group(Precision precision, Shape shape) {
        String title() {
            return precision + " " + Units.shape(shape);
        }
    }
}
