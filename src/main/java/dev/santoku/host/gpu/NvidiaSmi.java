package dev.santoku.host.gpu;

import dev.santoku.result.GpuState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * NVIDIA's tool, in its CSV. A driver that does not know a field refuses the whole question, so the richest is asked first,
 * and fewer fields of older drivers; a field that a card does not have is {@code [N/A]} or {@code [Not Supported]}.
 *
 * <p>Source: {@code nvidia-smi --help-query-gpu} and NVIDIA, NVML API, nvmlClocksEventReasons.
 */
final class NvidiaSmi implements GpuTool {
    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/usr/lib/wsl/lib", "C:\\Windows\\System32");

    private static final List<String> EVERY_DRIVERS_FIELDS = List.of(
            "pci.bus_id",
            "name",
            "driver_version",
            "persistence_mode",
            "pstate",
            "clocks.sm",
            "clocks.max.sm",
            "clocks.mem",
            "clocks.max.mem",
            "temperature.gpu",
            "power.draw",
            "power.limit");

    /** Of drivers since 535. */
    private static final String REASONS = "clocks_event_reasons.active";

    private static final String OLD_REASONS = "clocks_throttle_reasons.active";

    /** Microseconds since the driver was loaded; of drivers since about 570. */
    private static final Map<String, String> COUNTERS = counters();

    private static final List<List<String>> QUESTIONS = List.of(
            fields(Stream.concat(Stream.of(REASONS), COUNTERS.keySet().stream())),
            fields(Stream.of(REASONS)),
            fields(Stream.of(OLD_REASONS)),
            EVERY_DRIVERS_FIELDS);

    private static final String UNKNOWN_FIELD = "is not a valid field to query";

    private final Path tool;
    private final Duration limit;

    /**
     * The tool at a place.
     *
     * @param limit of all that is asked at a time
     */
    NvidiaSmi(Path tool, Duration limit) {
        this.tool = tool;
        this.limit = limit;
    }

    static Optional<GpuTool> find(String path, Duration limit) {
        return ToolProcess.find("nvidia-smi", path, USUAL_FOLDERS).map(tool -> new NvidiaSmi(tool, limit));
    }

    private static Map<String, String> counters() {
        Map<String, String> counters = new LinkedHashMap<>();
        counters.put("clocks_event_reasons_counters.sw_power_cap", Slowdown.POWER_CAP.label());
        counters.put("clocks_event_reasons_counters.sw_thermal_slowdown", Slowdown.HEAT.label());
        counters.put("clocks_event_reasons_counters.hw_thermal_slowdown", Slowdown.HEAT_HARDWARE.label());
        counters.put("clocks_event_reasons_counters.hw_power_brake_slowdown", Slowdown.POWER_BRAKE.label());
        return counters;
    }

    private static List<String> fields(Stream<String> more) {
        return Stream.concat(EVERY_DRIVERS_FIELDS.stream(), more).toList();
    }

    @Override
    public String name() {
        return "nvidia-smi";
    }

    @Override
    public List<GpuReading> read() throws ToolTimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        for (List<String> fields : QUESTIONS) {
            Optional<ToolProcess.Output> answer = ask("--query-gpu=" + String.join(",", fields), end);
            List<Map<String, String>> rows =
                    answer.map(output -> rows(output.text(), fields)).orElse(List.of());
            if (!rows.isEmpty()) {
                Map<String, Integer> processes = otherProcesses(end);
                return rows.stream().map(row -> reading(row, processes)).toList();
            }
            if (answer.isEmpty() || !answer.get().text().contains(UNKNOWN_FIELD)) {
                return List.of(); // no driver or no card: fewer fields do not help
            }
        }
        return List.of();
    }

    private Optional<ToolProcess.Output> ask(String question, long end) throws ToolTimeoutException {
        return ToolProcess.run(
                tool,
                List.of(question, "--format=csv,noheader,nounits"),
                Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /** Lines with as many cells as fields; beside them a driver may complain of a card that fell off the bus. */
    private static List<Map<String, String>> rows(String text, List<String> fields) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] cells = line.split(",", -1);
            if (cells.length == fields.size()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(fields.get(i), cells[i].strip());
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static GpuReading reading(Map<String, String> row, Map<String, Integer> processes) {
        String address = ToolFields.pciAddress(row.get("pci.bus_id"));
        Map<String, Long> slowed = new HashMap<>();
        COUNTERS.forEach((field, label) -> {
            Double micros = ToolFields.number(row.get(field));
            if (micros != null) {
                slowed.put(label, Math.round(micros));
            }
        });
        String reasons = row.getOrDefault(REASONS, row.get(OLD_REASONS));
        return new GpuReading(
                ToolFields.name(row.get("name")),
                ToolFields.name(row.get("driver_version")),
                address,
                new GpuState(
                        ToolFields.megahertz(row.get("clocks.sm")),
                        ToolFields.megahertz(row.get("clocks.max.sm")),
                        ToolFields.megahertz(row.get("clocks.mem")),
                        ToolFields.megahertz(row.get("clocks.max.mem")),
                        ToolFields.measured(row.get("temperature.gpu")),
                        ToolFields.measured(row.get("power.draw")),
                        ToolFields.measured(row.get("power.limit")),
                        ToolFields.name(row.get("pstate")),
                        persistence(row.get("persistence_mode")),
                        Slowdown.labels(reasons),
                        processes == null || address == null ? null : processes.getOrDefault(address, 0)),
                slowed);
    }

    private static Boolean persistence(String word) {
        return switch (word) {
            case "Enabled" -> true;
            case "Disabled" -> false;
            default -> null;
        };
    }

    /** Processes that compute, by the address of their GPU; null where the tool does not tell. */
    private Map<String, Integer> otherProcesses(long end) {
        Optional<ToolProcess.Output> answer = processes(end);
        if (answer.isEmpty() || answer.get().status() != 0) {
            return null;
        }
        Set<Long> own = new HashSet<>(Set.of(ProcessHandle.current().pid()));
        ProcessHandle.current().descendants().forEach(process -> own.add(process.pid()));
        Map<String, Integer> processes = new HashMap<>();
        for (String line : answer.get().text().lines().toList()) {
            String[] cells = line.split(",", -1);
            String address = cells.length == 2 ? ToolFields.pciAddress(cells[1]) : null;
            Double pid = ToolFields.number(cells[0]);
            if (address != null && pid != null && !own.contains(Math.round(pid))) {
                processes.merge(address, 1, Integer::sum);
            }
        }
        return processes;
    }

    /** Nothing where no time is left for it: what is known of the GPUs stands without. */
    private Optional<ToolProcess.Output> processes(long end) {
        try {
            return ask("--query-compute-apps=pid,gpu_bus_id", end);
        } catch (ToolTimeoutException e) {
            return Optional.empty();
        }
    }
}
