package dev.santoku.kitchen;

import dev.santoku.host.CpuTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The cores that this process may use. Two threads of one core (SMT siblings) share what computes, so they count once.
 *
 * @param processors a logical processor of each core, by the system's numbers where {@code numbered}
 * @param logical how many logical processors there are on them and on those that a choice left out
 * @param numbered whether the system tells them apart
 */
record Cores(List<Integer> processors, int logical, boolean numbered) {
    private static final String CPUS = "sys/devices/system/cpu/cpu%d/topology/%s";

    /** A thread's own line of facts; field 39 is the processor that it runs on, see proc(5). */
    private static final Path THIS_THREAD = Path.of("/proc/thread-self/stat");

    private static final int FIELDS_BEFORE_PROCESSOR = 36;

    Cores {
        processors = List.copyOf(processors);
        if (processors.isEmpty()) {
            throw new IllegalArgumentException("no core at all");
        }
    }

    /** Those of this machine: what Linux tells in its files, elsewhere what OSHI tells. */
    static Cores find() {
        int available = Runtime.getRuntime().availableProcessors();
        return find(Path.of("/"), available)
                .orElseGet(() -> new Cores(
                        IntStream.range(0, Math.min(available, CpuTopology.physicalCoresFromOshi()))
                                .boxed()
                                .toList(),
                        available,
                        false));
    }

    /**
     * Those that Linux tells of.
     *
     * @param root stands for {@code /}
     * @param available how many processors' worth of time there is: a quota may leave fewer than may be run on
     */
    static Optional<Cores> find(Path root, int available) {
        return read(root.resolve("proc/self/status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .findFirst())
                .map(line -> numbers(line.substring(line.indexOf(':') + 1).strip()))
                .map(allowed -> of(firstOfEachCore(root, allowed), allowed.size(), available));
    }

    private static Cores of(List<Integer> firsts, int logical, int available) {
        return new Cores(firsts.subList(0, Math.min(firsts.size(), Math.max(1, available))), logical, true);
    }

    private static List<Integer> firstOfEachCore(Path root, List<Integer> allowed) {
        Set<String> seen = new HashSet<>();
        List<Integer> firsts = new ArrayList<>();
        for (int processor : allowed) {
            String siblings = read(root.resolve(CPUS.formatted(processor, "core_cpus_list")))
                    .or(() -> read(root.resolve(CPUS.formatted(processor, "thread_siblings_list"))))
                    .orElse(Integer.toString(processor));
            if (seen.add(siblings)) {
                firsts.add(processor);
            }
        }
        return firsts;
    }

    /** {@code 0-2,8} as 0, 1, 2, 8. */
    private static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            int[] ends = Arrays.stream(range.split("-", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            IntStream.rangeClosed(ends[0], ends[ends.length - 1]).forEach(numbers::add);
        }
        return numbers;
    }

    /** How many there are. */
    int count() {
        return processors.size();
    }

    /** No more than that many of them. */
    Cores atMost(Integer wanted) {
        return wanted == null || wanted >= count() ? this : new Cores(processors.subList(0, wanted), logical, numbered);
    }

    /** What a reader should know of them who counts processors, or asked for more. */
    List<String> notes(Settings settings) {
        List<String> notes = new ArrayList<>();
        Integer workers = settings.workers();
        if (workers != null && workers > count()) {
            notes.add("--workers %d: there are %d cores, and a core works at one thing at a time, so that %d are used"
                    .formatted(workers, count(), count()));
        }
        if (workers == null && logical > count()) {
            notes.add(
                    "of %d logical processors %d are used: two threads of one core share what computes, and a quota counts"
                            .formatted(logical, count()));
        }
        return notes;
    }

    /** Why there is no more than one. */
    String whyOne(Settings settings) {
        return Integer.valueOf(1).equals(settings.workers())
                ? "--workers 1 asks for one core"
                : "this program may use one core only";
    }

    /** The name of a core in a timeline. */
    static String name(int processor) {
        return "core " + processor;
    }

    /** The name of the core that the calling thread is on, where the system tells; it may be on another the next moment. */
    static Optional<String> current() {
        return read(THIS_THREAD).map(line -> name(processor(line)));
    }

    /** The name of a program in parentheses, which comes second, may hold blanks and parentheses itself. */
    static int processor(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[FIELDS_BEFORE_PROCESSOR]);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
