package dev.santoku.host.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads from {@code /proc/stat} how much processor time somebody else took: the hypervisor, which Linux counts as stolen,
 * and other programs, what was busy beyond this program and its workers. Elsewhere than on Linux nothing is known.
 */
public final class LoadMeter {
    /** Linux counts these files in hundredths of a second, whatever its own clock is. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path stat;
    private final Supplier<Map<Long, Duration>> own;
    private Optional<Reading> last = Optional.empty();

    /**
     * Reads from somewhere.
     *
     * @param root stands for {@code /}
     * @param own processor time of each process of this program so far, by its id
     */
    public LoadMeter(Path root, Supplier<Map<Long, Duration>> own) {
        this.stat = root.resolve("proc/stat");
        this.own = own;
    }

    /** Of this machine and this program. */
    public static LoadMeter ofThisMachine() {
        return new LoadMeter(Path.of("/"), LoadMeter::ownTimes);
    }

    private static Map<Long, Duration> ownTimes() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .filter(process -> process.info().totalCpuDuration().isPresent())
                .collect(Collectors.toMap(
                        ProcessHandle::pid,
                        process -> process.info().totalCpuDuration().orElse(Duration.ZERO)));
    }

    /**
     * What others took since it was asked last.
     *
     * @return empty for the first time, and where it is not known
     */
    public Optional<Load> sinceLast() {
        Optional<Reading> now = read();
        Optional<Load> load = last.flatMap(before -> now.flatMap(after -> after.since(before)));
        last = now;
        return load;
    }

    private Optional<Reading> read() {
        try (Stream<String> lines = Files.lines(stat)) {
            Optional<List<Long>> ticks = lines.filter(line -> line.startsWith("cpu "))
                    .findFirst()
                    .map(line -> Stream.of(line.substring(4).strip().split(" +"))
                            .map(Long::valueOf)
                            .toList());
            return ticks.filter(columns -> columns.size() > Reading.STEAL)
                    .map(columns -> new Reading(columns, own.get()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Processor time that others took, in seconds.
     *
     * @param all that the machine's processors had
     * @param stolen by the hypervisor, for other machines
     * @param foreign by other programs
     */
    public record Load(double all, double stolen, double foreign) {}

    /**
     * One reading.
     *
     * @param ticks user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of the first two
     * @param own processor time by process
     */
    private record Reading(List<Long> ticks, Map<Long, Duration> own) {
        private static final List<Integer> BUSY = List.of(0, 1, 2, 5, 6);
        private static final int STEAL = 7;

        /** Empty where a process of our own ended in between, and took what it had used with it. */
        Optional<Load> since(Reading before) {
            if (!own.keySet().containsAll(before.own.keySet())) {
                return Optional.empty();
            }
            Map<Long, Duration> used = new HashMap<>(own);
            before.own.forEach((process, time) -> used.merge(process, time, Duration::minus));
            double ours = used.values().stream()
                    .mapToDouble(time -> time.toNanos() / 1e9)
                    .sum();
            double busy =
                    BUSY.stream().mapToDouble(column -> seconds(before, column)).sum();
            double all = 0;
            for (int column = 0; column <= STEAL; column++) {
                all += seconds(before, column);
            }
            return Optional.of(new Load(all, seconds(before, STEAL), Math.max(0, busy - ours)));
        }

        private double seconds(Reading before, int column) {
            return (ticks.get(column) - before.ticks.get(column)) / TICKS_PER_SECOND;
        }
    }
}
