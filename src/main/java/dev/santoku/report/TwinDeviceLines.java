package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.SecondRoute;
import dev.santoku.statistics.ClassOutliers;
import dev.santoku.statistics.Ratio;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Devices that should be as fast as each other: the same GPU by two drivers, and GPUs of one model. */
public final class TwinDeviceLines {
    private static final String BACKEND = "jocl";

    private TwinDeviceLines() {}

    /** What second routes lose, a line for each and each precision; then each GPU that is unlike its siblings. */
    public static List<String> of(RunResult result) {
        List<String> lines = new ArrayList<>();
        for (SecondRoute route : result.routes()) {
            for (Precision precision : Precision.values()) {
                routeLine(result, route, precision).ifPresent(lines::add);
            }
        }
        lines.addAll(siblings(result));
        return lines;
    }

    private static Optional<String> routeLine(RunResult result, SecondRoute route, Precision precision) {
        String sizes = cells(result, precision)
                .filter(cell -> cell.device().equals(route.device()))
                .map(CellResult::shape)
                .distinct()
                .flatMap(shape -> loss(result, route, precision, shape).stream())
                .collect(Collectors.joining("; "));
        return sizes.isEmpty()
                ? Optional.empty()
                : Optional.of("%s, the second route to %s, %s end to end: %s"
                        .formatted(route.device(), route.first(), precision, sizes));
    }

    /** Empty where one of them was not measured. */
    private static Optional<String> loss(RunResult result, SecondRoute route, Precision precision, Shape shape) {
        return fastest(result, route.device(), precision, shape)
                .flatMap(second -> fastest(result, route.first(), precision, shape)
                        .map(first -> {
                            Ratio ratio = CellRatio.over(second, first);
                            return "at %s it %s".formatted(shape, LossText.of(ratio.verdict(), ratio.ratio()));
                        }));
    }

    private static Optional<CellResult> fastest(RunResult result, String device, Precision precision, Shape shape) {
        return cells(result, precision)
                .filter(cell -> cell.device().equals(device) && cell.shape().equals(shape))
                .min(Comparator.comparingDouble(
                        cell -> cell.seconds().endToEnd().median()));
    }

    private static Stream<CellResult> cells(RunResult result, Precision precision) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED
                        && cell.precision() == precision
                        && cell.backend().equals(BACKEND));
    }

    /** GPUs of one model on one route, by the rule that {@code merge} has for machines. */
    private static List<String> siblings(RunResult result) {
        Map<Model, List<String>> models = new LinkedHashMap<>();
        result.devices().stream()
                .filter(device -> device.kind() == Device.Kind.GPU)
                .forEach(device -> models.computeIfAbsent(Model.of(device), unused -> new ArrayList<>())
                        .add(device.id()));
        List<String> lines = new ArrayList<>();
        models.forEach((model, ids) -> ClassOutliers.of(rates(result, ids))
                .forEach(outlier ->
                        lines.add("%s is %s than its siblings, %d GPUs %s: %s of their median over %s, %.1f MAD off"
                                .formatted(
                                        outlier.member(),
                                        outlier.deviations() < 0 ? "slower" : "faster",
                                        ids.size(),
                                        model.name(),
                                        Units.times(outlier.speed()),
                                        Units.counted(outlier.cells(), "cell"),
                                        Math.abs(outlier.deviations())))));
        return lines;
    }

    /** By device, of each algorithm, precision and shape. */
    private static Collection<Map<String, Double>> rates(RunResult result, List<String> ids) {
        Map<List<Object>, Map<String, Double>> rates = new LinkedHashMap<>();
        result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED && ids.contains(cell.device()))
                .forEach(cell -> rates.computeIfAbsent(
                                List.of(cell.backend(), cell.variant(), cell.precision(), cell.shape()),
                                unused -> new LinkedHashMap<>())
                        .put(cell.device(), cell.gflops().endToEnd()));
        return rates.values();
    }

    /** What siblings have in common. */
    private record Model(String route, String name, Integer units) {
        static Model of(Device device) {
            return new Model(device.route(), device.name(), device.computeUnits());
        }
    }
}
