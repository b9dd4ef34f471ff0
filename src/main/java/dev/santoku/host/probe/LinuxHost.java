package dev.santoku.host.probe;

import dev.santoku.host.CpuTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Linux tells in {@code /proc} and {@code /sys}, where OSHI tells nothing or something else. */
public final class LinuxHost {
    private static final String CPUS = "sys/devices/system/cpu";
    private static final String OFF = "echo %d | sudo tee /%s";

    /** Drivers of sensors within processors: Intel's, AMD's, ARM's. */
    private static final Set<String> PROCESSOR_SENSORS = Set.of("coretemp", "k10temp", "zenpower", "cpu_thermal");

    private final Path root;

    /** @param root stands for {@code /}; without the files of Linux under it, nothing is known */
    public LinuxHost(Path root) {
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
    public OptionalInt currentMHz() {
        return highestMHz("scaling_cur_freq");
    }

    /**
     * The hottest spot of the processor now, in degrees Celsius, as its own sensors tell; virtual machines have none.
     */
    public OptionalDouble temperatureC() {
        return list("sys/class/hwmon", "hwmon*").stream()
                .filter(sensor -> read(sensor.resolve("name"))
                        .filter(PROCESSOR_SENSORS::contains)
                        .isPresent())
                .flatMap(sensor -> list(sensor, "temp*_input").stream())
                .flatMap(input -> read(input).stream())
                .filter(milli -> milli.matches("[0-9]{1,6}"))
                .mapToDouble(milli -> Long.parseLong(milli) / 1000.0)
                .max();
    }

    private OptionalInt highestMHz(String file) {
        return frequencyFiles(file)
                .filter(kHz -> kHz.matches("[0-9]{4,10}"))
                .mapToInt(kHz -> Math.toIntExact(Math.round(Long.parseLong(kHz) / 1000.0)))
                .max();
    }

    /**
     * How turbo, clocks above the nominal one, is switched.
     *
     * @param on whether it may be used now
     * @param off the command that forbids it until the next start
     */
    record Turbo(boolean on, String off) {}

    /** Empty where the driver has no such switch. */
    Optional<Turbo> turbo() {
        Path intel = root.resolve(CPUS).resolve("intel_pstate/no_turbo");
        Path others = root.resolve(CPUS).resolve("cpufreq/boost");
        return read(intel)
                .map(text -> new Turbo(text.equals("0"), OFF.formatted(1, CPUS + "/intel_pstate/no_turbo")))
                .or(() -> read(others)
                        .map(text -> new Turbo(text.equals("1"), OFF.formatted(0, CPUS + "/cpufreq/boost"))));
    }

    /** The processors that are on. */
    Optional<BitSet> online() {
        return read(root.resolve(CPUS).resolve("online")).flatMap(LinuxHost::processors);
    }

    /**
     * The processors of the slower kind where there are two, such as Intel's efficiency cores and the small ones of ARM's
     * big.LITTLE.
     *
     * @return empty where nothing tells
     */
    Optional<BitSet> slowerProcessors() {
        return read(root.resolve("sys/devices/cpu_atom/cpus"))
                .flatMap(LinuxHost::processors)
                .or(this::processorsOfLessCapacity);
    }

    /** The kernel gives each processor a capacity, the fastest kind 1024. */
    private Optional<BitSet> processorsOfLessCapacity() {
        Map<Integer, Integer> capacities = new HashMap<>();
        for (Path cpu : list(CPUS, "cpu[0-9]*")) {
            String number = String.valueOf(cpu.getFileName()).substring("cpu".length());
            read(cpu.resolve("cpu_capacity"))
                    .filter(capacity -> capacity.matches("[0-9]{1,6}") && number.matches("[0-9]{1,6}"))
                    .ifPresent(capacity -> capacities.put(Integer.valueOf(number), Integer.valueOf(capacity)));
        }
        if (capacities.isEmpty()) {
            return Optional.empty();
        }
        int most = Collections.max(capacities.values());
        BitSet slower = new BitSet();
        capacities.forEach((cpu, capacity) -> slower.set(cpu, capacity < most));
        return Optional.of(slower);
    }

    private static Optional<BitSet> processors(String list) {
        return list.matches("[0-9]{1,6}([,-][0-9]{1,6})*") ? Optional.of(CpuTopology.numbers(list)) : Optional.empty();
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

    /** Whether the kernel's files about processors are there at all. */
    boolean tellsProcessors() {
        return Files.isDirectory(root.resolve("sys/devices/system/cpu"));
    }

    private List<Path> list(String folder, String glob) {
        return list(root.resolve(folder), glob);
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
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
