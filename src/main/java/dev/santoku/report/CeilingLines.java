package dev.santoku.report;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.result.Ceiling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The measured peak of devices, a line each: {@code cpu  measured peak, 1 thread: 115 GFLOP/s f32, 57.3 f64, 12.0 GB/s}. */
public final class CeilingLines {
    private CeilingLines() {}

    /** A line for each device, numbers of threads in their order. */
    public static List<String> of(List<Ceiling> ceilings) {
        Map<String, List<Ceiling>> byDevice = ceilings.stream()
                .collect(Collectors.groupingBy(Ceiling::device, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        byDevice.forEach((device, ofDevice) -> lines.add("%-3s  measured peak%s".formatted(device, line(ofDevice))));
        return lines;
    }

    private static String line(List<Ceiling> ofDevice) {
        List<Integer> counts = ofDevice.stream()
                .map(ceiling -> ceiling.threads() == null ? 0 : ceiling.threads())
                .distinct()
                .sorted()
                .toList();
        return counts.stream()
                .map(count -> (count == 0 ? "" : Units.threads(count) + ": ")
                        + rates(ofDevice.stream()
                                .filter(ceiling -> count == (ceiling.threads() == null ? 0 : ceiling.threads()))
                                .sorted((one, other) -> one.precision().compareTo(other.precision()))
                                .toList()))
                .collect(Collectors.joining("; ", counts.get(0) == 0 ? ": " : ", ", ""));
    }

    private static String rates(List<Ceiling> byPrecision) {
        List<String> rates = new ArrayList<>();
        for (Ceiling ceiling : byPrecision) {
            rates.add("%s%s %s"
                    .formatted(
                            Units.significant(ceiling.gflops()),
                            rates.isEmpty() ? " GFLOP/s" : "",
                            ceiling.precision()));
        }
        byPrecision.stream()
                .filter(ceiling -> ceiling.bandwidthGBs() != null)
                .findFirst()
                .ifPresent(ceiling -> rates.add(Units.significant(ceiling.bandwidthGBs()) + " GB/s"));
        byPrecision.stream()
                .flatMap(ceiling -> ceiling.link().stream())
                .findFirst()
                .ifPresent(link -> rates.add(words(link)));
        return String.join(", ", rates);
    }

    private static String words(LinkCeiling link) {
        return "host→device %s GB/s (pinned %s), device→host %s (pinned %s), kernel launch %s"
                .formatted(
                        Units.significant(link.hostToDeviceGBs()),
                        Units.significant(link.pinnedHostToDeviceGBs()),
                        Units.significant(link.deviceToHostGBs()),
                        Units.significant(link.pinnedDeviceToHostGBs()),
                        Units.seconds(1e-6 * link.launchMicros()));
    }
}
