package dev.santoku.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Linux tells in {@code /proc} and {@code /sys}, where OSHI tells nothing or something else. */
final class LinuxHost {
    private static final String CPUS = "sys/devices/system/cpu";

    private final Path root;

    /** @param root stands for {@code /}; without the files of Linux under it, nothing is known */
    LinuxHost(Path root) {
        this.root = root;
    }

    /** The clock policies in force on the processors, comma-separated where they differ. */
    Optional<String> governor() {
        TreeSet<String> governors =
                new TreeSet<>(frequencyFiles("scaling_governor").toList());
        return governors.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", governors));
    }

    /** The highest clock that the driver admits to on any processor. OSHI would give the present one where none does. */
    OptionalInt maxMHz() {
        return highestMHz("cpuinfo_max_freq");
    }

    /**
     * The clock of the fastest processor now: just after a worker has computed, that of the one it ran on. Virtual machines
     * mostly do not tell; what {@code /proc/cpuinfo} tells there is a constant, and worse than nothing.
     */
    OptionalInt currentMHz() {
        return highestMHz("scaling_cur_freq");
    }

    private OptionalInt highestMHz(String file) {
        return frequencyFiles(file)
                .filter(kHz -> kHz.matches("[0-9]{4,10}"))
                .mapToInt(kHz -> Math.toIntExact(Math.round(Long.parseLong(kHz) / 1000.0)))
                .max();
    }

    private Stream<String> frequencyFiles(String name) {
        return list(CPUS, "cpu[0-9]*").stream()
                .flatMap(cpu -> read(cpu.resolve("cpufreq").resolve(name)).stream());
    }

    /**
     * Whether a battery of the machine drains. OSHI would count those of mice and keyboards too.
     *
     * @return empty where no power supply shows
     */
    Optional<Boolean> onBattery() {
        List<Path> supplies = list("sys/class/power_supply", "*").stream()
                .filter(supply -> !read(supply.resolve("scope")).equals(Optional.of("Device")))
                .toList();
        if (supplies.stream().anyMatch(supply -> read(supply.resolve("online")).equals(Optional.of("1")))) {
            return Optional.of(false);
        }
        return supplies.isEmpty()
                ? Optional.empty()
                : Optional.of(supplies.stream()
                        .anyMatch(supply -> read(supply.resolve("status")).equals(Optional.of("Discharging"))));
    }

    private List<Path> list(String folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder), glob)) {
            entries.forEach(found::add);
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
        return found;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
