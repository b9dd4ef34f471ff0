package dev.santoku.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which processor this is: what is found out about one holds for all of its model.
 *
 * @param vendor such as {@code AuthenticAMD}; the architecture where nobody tells
 * @param name such as {@code AMD EPYC 9B14 (family 25, model 17)}
 */
public record CpuModel(String vendor, String name) {
    /** The one that runs this. */
    public static CpuModel ofThisMachine() {
        return of(Path.of("/proc/cpuinfo"));
    }

    /**
     * As Linux tells it; virtual machines often hide the number in the name, so family and model follow. Elsewhere the
     * architecture has to do.
     */
    static CpuModel of(Path processors) {
        Map<String, String> first = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(processors)) {
            lines.takeWhile(line -> !line.isBlank()).forEach(line -> {
                String[] field = line.split(":", 2);
                if (field.length == 2) {
                    first.putIfAbsent(field[0].strip(), field[1].strip().replaceAll("\\s+", " "));
                }
            });
        } catch (IOException | RuntimeException e) {
            first.clear();
        }
        String architecture = System.getProperty("os.arch");
        String vendor = first.getOrDefault("vendor_id", first.getOrDefault("CPU implementer", architecture));
        String numbers = Optional.ofNullable(first.get("cpu family"))
                .map(family -> "family %s, model %s".formatted(family, first.getOrDefault("model", "unknown")))
                .orElseGet(() -> "part " + first.getOrDefault("CPU part", "unknown"));
        return new CpuModel(vendor, "%s (%s)".formatted(first.getOrDefault("model name", architecture), numbers));
    }
}
