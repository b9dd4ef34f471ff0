package dev.santoku.result;

import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A GPU in a run: an entry of {@code gpus} in the result file, whose keys are the names of these components. Unknown is
 * null. Holds no serial number, no UUID and no place on the bus.
 *
 * @param device the OpenCL device that it is, or null where that could not be told
 * @param name its driver's name for it
 * @param driver version of the driver
 * @param tool who told: {@code nvidia-smi} or {@code rocm-smi}
 * @param before its state before the first product, of a run that went on after an interruption too
 * @param after its state after the last one; null where the run was broken off
 * @param slowedSeconds for how long in between something held its clocks down, by what did; null where the driver does
 *     not count, and where the run was interrupted, since nobody looked then
 * @param warnings what disturbs measurements on it, each in one line with what mends it
 */
public record GpuFacts(
        String device,
        String name,
        String driver,
        String tool,
        GpuState before,
        GpuState after,
        Map<String, Double> slowedSeconds,
        List<String> warnings) {
    public GpuFacts {
        name = UntrustedText.name(name);
        driver = UntrustedText.name(driver);
        slowedSeconds = slowedSeconds == null ? null : new TreeMap<>(slowedSeconds);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Whether this can only be the same GPU. */
    public boolean isSameAs(GpuFacts other) {
        return Objects.equals(device, other.device)
                && Objects.equals(name, other.name)
                && Objects.equals(tool, other.tool);
    }

    /** The same for a whole run, of which an earlier part saw these facts. */
    public GpuFacts since(GpuFacts earlier) {
        List<String> all = Stream.concat(earlier.warnings.stream(), warnings.stream())
                .distinct()
                .toList();
        return new GpuFacts(device, name, driver, tool, earlier.before, after, null, all);
    }
}
