package dev.santoku.report.text;

import dev.santoku.backend.Device;
import dev.santoku.report.BreakEvenLines;
import dev.santoku.report.CeilingLines;
import dev.santoku.report.ClusterLines;
import dev.santoku.report.Conclusion;
import dev.santoku.report.GpuLines;
import dev.santoku.report.HostLine;
import dev.santoku.report.OpenClDevices;
import dev.santoku.report.PartsLimit;
import dev.santoku.report.RemarkLines;
import dev.santoku.report.SharingLines;
import dev.santoku.report.SoakLines;
import dev.santoku.report.Style;
import dev.santoku.report.TransferLines;
import dev.santoku.report.TuningLines;
import dev.santoku.report.TwinDeviceLines;
import dev.santoku.report.Units;
import dev.santoku.report.VerifiedLine;
import dev.santoku.report.WeakScaling;
import dev.santoku.result.Baselines;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.Roofline;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.StopRule;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result for a terminal: a table for each precision and shape, then what was not measured, what is in doubt, and the
 * conclusion.
 */
public record TableReport(RunResult result, Style style) {
    /** The whole report, ending in a line feed. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        appendHardware(text);
        if (result.soak() != null) {
            SoakLines.of(result).forEach(line -> text.append(line).append('\n'));
            return text.toString();
        }
        Map<CellGroup, List<CellResult>> groups = result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED)
                .collect(Collectors.groupingBy(CellGroup::of, LinkedHashMap::new, Collectors.toList()));
        groups.forEach(
                (group, cells) -> text.append(style.bold(Units.group(group) + arithmetic(cells) + launches(cells)))
                        .append('\n')
                        .append(table(cells))
                        .append("\n\n"));
        appendNotMeasured(text);
        append(
                text,
                Stream.of(SharingLines.of(result), ClusterLines.of(result), RemarkLines.of(result))
                        .flatMap(List::stream));
        List<String> verified = VerifiedLine.of(result).stream().toList();
        List<String> flags = FlagLines.of(result);
        append(text, Stream.concat(verified.stream(), flags.stream()));
        text.append(verified.isEmpty() && flags.isEmpty() ? "" : "\n");
        LadderReport ladders = new LadderReport(result);
        result.ladders().forEach(ladder -> appendSection(text, ladders.lines(ladder)));
        PartsLimit.of(result).forEach(limit -> appendSection(text, limit.lines()));
        new TranslationReport(result).sections().forEach(lines -> appendSection(text, lines));
        result.scaling().forEach(scaling -> appendSection(text, ScalingReport.lines(scaling)));
        WeakScaling.of(result).forEach(scaling -> appendSection(text, scaling.lines()));
        append(text, TwinDeviceLines.of(result).stream());
        append(text, BreakEvenLines.of(result).stream());
        append(text, new Conclusion(result).sentences().stream());
        return text.toString();
    }

    /** What the short names in the tables stand for. */
    private void appendHardware(StringBuilder text) {
        append(text, Stream.of(HostLine.of(result.host())));
        append(text, result.host().warnings().stream().map(TableReport::warning));
        append(text, OpenClDevices.of(result.devices()).stream().map(HostLine::of));
        append(text, GpuLines.of(result.gpus()).stream());
        append(text, GpuLines.warnings(result.gpus()).stream().map(TableReport::warning));
        append(text, TuningLines.of(result.parameters()).stream());
        append(text, CeilingLines.of(result.ceilings()).stream());
        append(text, TransferLines.of(result).stream());
        text.append('\n');
    }

    private static String warning(String words) {
        return "     warning: " + words;
    }

    /** Each in one line, whoever wrote what is in it. */
    private static void append(StringBuilder text, Stream<String> lines) {
        lines.forEach(line -> text.append(UntrustedText.line(line)).append('\n'));
    }

    private void appendSection(StringBuilder text, List<String> lines) {
        text.append(style.bold(lines.get(0))).append('\n');
        append(text, lines.stream().skip(1).map(String::stripTrailing));
        text.append('\n');
    }

    /** Told where inputs are reduced and all compute them alike; else a column tells it. */
    private static String arithmetic(List<CellResult> cells) {
        CellResult first = cells.get(0);
        return first.precision().isReduced() && isOneArithmetic(cells)
                ? ", %s inputs, %s arithmetic".formatted(first.precision(), first.computedIn())
                : "";
    }

    private static boolean isOneArithmetic(List<CellResult> cells) {
        return cells.stream().map(CellResult::computedIn).distinct().count() == 1;
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
                ? ", %d JVM launches each".formatted(launches.getMax())
                : ", %d to %d JVM launches each".formatted(launches.getMin(), launches.getMax());
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
        if (!isOneArithmetic(cells)) {
            table.left("arithmetic", cell -> cell.computedIn().label());
        }
        if (cells.stream().anyMatch(cell -> cell.ofCeiling() != null)) {
            table.right("of peak", TableReport::ofCeiling);
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
        return cell.flags().contains(CellFlags.FEW_SAMPLES)
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
        return (cell.flags().contains(CellFlags.ABOVE_CEILING) ? "! " : "") + Units.percent(cell.ofCeiling()) + memory;
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
                .map(device -> "%s %s".formatted(cell.device(), device.kind()))
                .orElseGet(() -> cell.device() != null && cell.device().contains("+")
                        ? cell.device()
                        : "CPU, " + Units.threads(cell.threads() == null ? 1 : cell.threads()));
    }

    private Optional<Device> opencl(CellResult cell) {
        return OpenClDevices.behind(result.devices(), cell.device());
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
                .map(Units::times)
                .orElse("–");
    }

    /** One line for all sizes that share contender, outcome and reason. */
    private void appendNotMeasured(StringBuilder text) {
        Map<NotMeasured, List<String>> cellsByReason = new LinkedHashMap<>();
        for (CellResult cell : result.results()) {
            if (cell.outcome() != Outcome.MEASURED) {
                Integer threads = severalCounts(cell) ? cell.threads() : null;
                cellsByReason
                        .computeIfAbsent(
                                new NotMeasured(
                                        cell.outcome(), Contender.inWords(cell.contender(), threads), cell.reason()),
                                unused -> new ArrayList<>())
                        .add(cell.precision() + " " + cell.shape());
            }
        }
        cellsByReason.forEach((shared, cells) -> {
            String outcome = Units.word(shared.outcome);
            String words = "%s (%s): %s".formatted(shared.contender, String.join(", ", cells), shared.reason);
            text.append(shared.outcome == Outcome.SKIPPED ? style.faint(outcome) : style.bad(outcome))
                    .append(' ')
                    .append(UntrustedText.line(words))
                    .append('\n');
        });
        if (!cellsByReason.isEmpty()) {
            text.append('\n');
        }
    }

    /** What cells that were not measured have in common. */
    private record NotMeasured(Outcome outcome, String contender, String reason) {}

    private boolean severalCounts(CellResult cell) {
        return result.results().stream()
                        .filter(other -> other.contender().equals(cell.contender()))
                        .map(CellResult::threads)
                        .distinct()
                        .count()
                > 1;
    }
}
