package dev.santoku.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The instructions that Linux says an x86 processor has. */
public final class CpuFlags {
    private CpuFlags() {}

    /** Those of this machine by Linux's names, {@code fma}, {@code avx512_bf16} …; empty where nothing tells. */
    public static Optional<Set<String>> ofThisMachine() {
        return of(Path.of("/proc/cpuinfo"));
    }

    static Optional<Set<String>> of(Path processors) {
        try (BufferedReader lines = Files.newBufferedReader(processors, StandardCharsets.ISO_8859_1)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("flags")) {
                line = lines.readLine();
            }
            return Optional.ofNullable(line).map(flags -> Arrays.stream(
                            flags.substring(flags.indexOf(':') + 1).trim().split("\\s+"))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
