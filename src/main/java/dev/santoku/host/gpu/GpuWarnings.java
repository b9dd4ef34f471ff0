package dev.santoku.host.gpu;

import dev.santoku.result.GpuState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What disturbs measurements on a GPU, each in one line with what mends it behind a colon. */
final class GpuWarnings {
    /** Less is a moment at the start, when clocks rise. */
    private static final double TELLING_SECONDS = 0.05;

    private GpuWarnings() {}

    /**
     * Judges what was told. Of what is unknown nothing is said.
     *
     * @param device the OpenCL device that it is
     * @param after null where it was not looked at
     * @param slowedSeconds by reason; null where the driver does not count
     */
    static List<String> of(String device, GpuState before, GpuState after, Map<String, Double> slowedSeconds) {
        List<String> warnings = new ArrayList<>();
        if (Boolean.FALSE.equals(before.persistence())) {
            warnings.add(
                    "the driver of %s is loaded anew for every process (persistence mode is off): sudo nvidia-smi -pm 1"
                            .formatted(device));
        }
        int others = Math.max(others(before), others(after));
        if (others > 0) {
            warnings.add(
                    others == 1
                            ? "another process computes on %s: nvidia-smi names it; end it, or wait for its end"
                                    .formatted(device)
                            : "%d other processes compute on %s: nvidia-smi names them; end them, or wait for their end"
                                    .formatted(others, device));
        }
        if (isActive(Slowdown.APPLICATION_CLOCKS, before)) {
            warnings.add("somebody set clocks for applications on %s, which hold it down: sudo nvidia-smi -rac"
                    .formatted(device));
        }
        slowdown(before, after, slowedSeconds, Slowdown.HEAT, Slowdown.HEAT_HARDWARE)
                .map(when ->
                        "heat slowed %s down %s: cool it better, or let it rest before a run".formatted(device, when))
                .forEach(warnings::add);
        slowdown(before, after, slowedSeconds, Slowdown.POWER_BRAKE)
                .map(when ->
                        "its power supply slowed %s down %s: check the supply and its cables".formatted(device, when))
                .forEach(warnings::add);
        slowdown(before, after, slowedSeconds, Slowdown.POWER_CAP)
                .map(when ->
                        "its power limit%s held %s back %s: sudo nvidia-smi -pl WATTS sets another, as far as the board allows"
                                .formatted(limit(before), device, when))
                .forEach(warnings::add);
        return warnings;
    }

    private static int others(GpuState state) {
        return state == null || state.otherProcesses() == null ? 0 : state.otherProcesses();
    }

    private static boolean isActive(Slowdown slowdown, GpuState state) {
        return state != null && state.slowdowns() != null && state.slowdowns().contains(slowdown.label());
    }

    private static String limit(GpuState state) {
        return state.powerLimitWatts() == null ? "" : String.format(Locale.ROOT, " of %.0f W", state.powerLimitWatts());
    }

    /** When one of these was in force; nothing where none was. What the driver counted tells most. */
    private static Stream<String> slowdown(
            GpuState before, GpuState after, Map<String, Double> slowedSeconds, Slowdown... reasons) {
        double seconds = Stream.of(reasons)
                .mapToDouble(reason -> slowedSeconds == null ? 0 : slowedSeconds.getOrDefault(reason.label(), 0.0))
                .max()
                .orElse(0);
        if (seconds >= TELLING_SECONDS) {
            return Stream.of(String.format(Locale.ROOT, "for %.1f s of the run", seconds));
        } else if (Stream.of(reasons).anyMatch(reason -> isActive(reason, before))) {
            return Stream.of("already before the run");
        }
        return Stream.of(reasons).anyMatch(reason -> isActive(reason, after))
                ? Stream.of("still after the run")
                : Stream.empty();
    }
}
