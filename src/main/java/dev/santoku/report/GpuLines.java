package dev.santoku.report;

import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GPUs as their drivers' tools tell them, a line each; what is unknown is left out. */
public final class GpuLines {
    private GpuLines() {}

    /** {@code cl0  before: 345 of 1980 MHz, memory 2619 of 2619 MHz, 31 °C, 70.1 of 700 W, P0; after: …}. */
    public static List<String> of(List<GpuFacts> gpus) {
        return gpus.stream()
                .filter(gpu -> gpu.device() != null && gpu.before() != null)
                .map(gpu -> gpu.device() + "  "
                        + (gpu.after() == null
                                ? state(gpu.before())
                                : "before: " + state(gpu.before()) + "; after: " + state(gpu.after())))
                .toList();
    }

    /** The same for a diagnosis, those that no OpenCL driver offers too: {@code NVIDIA H200 is cl0, driver 570.1: …}. */
    public static List<String> all(List<GpuFacts> gpus) {
        return gpus.stream()
                .map(gpu -> "%s %s, driver %s, by %s: %s"
                        .formatted(
                                Objects.requireNonNullElse(gpu.name(), "a GPU"),
                                gpu.device() == null ? "is not an OpenCL device" : "is " + gpu.device(),
                                Objects.requireNonNullElse(gpu.driver(), "unknown"),
                                gpu.tool(),
                                state(gpu.before())))
                .toList();
    }

    public static List<String> warnings(List<GpuFacts> gpus) {
        return gpus.stream().flatMap(gpu -> gpu.warnings().stream()).toList();
    }

    private static String state(GpuState state) {
        List<String> slowdowns = state.slowdowns() == null ? new ArrayList<>() : new ArrayList<>(state.slowdowns());
        slowdowns.remove("idle");
        return Stream.of(
                        of(state.smClockMHz(), state.smClockMaxMHz(), "MHz"),
                        prefixed("memory ", of(state.memoryClockMHz(), state.memoryClockMaxMHz(), "MHz")),
                        state.temperatureC() == null
                                ? null
                                : String.format(Locale.ROOT, "%.0f °C", state.temperatureC()),
                        of(state.powerWatts(), state.powerLimitWatts(), "W"),
                        state.performanceState(),
                        slowdowns.isEmpty() ? null : "slowed down by " + String.join(", ", slowdowns))
                .filter(Objects::nonNull)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), facts -> facts.isEmpty() ? "nothing else is known" : facts));
    }

    private static String of(Number now, Number most, String unit) {
        if (now == null) {
            return null;
        }
        String figure = figure(now);
        return most == null ? "%s %s".formatted(figure, unit) : "%s of %s %s".formatted(figure, figure(most), unit);
    }

    private static String figure(Number number) {
        return number instanceof Integer ? number.toString() : Units.significant(number.doubleValue());
    }

    private static String prefixed(String prefix, String text) {
        return text == null ? null : prefix + text;
    }
}
