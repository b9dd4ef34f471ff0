package dev.santoku.kitchen;

import static dev.santoku.kitchen.RowIds.ALL_CORES;
import static dev.santoku.kitchen.RowIds.ONE_AFTER_THE_OTHER;
import static dev.santoku.kitchen.RowIds.ONE_CORE;
import static dev.santoku.kitchen.RowIds.VIRTUAL_THREADS;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tasks that wait: each device has its next event ready some time after the last one was handled, so that a device to
 * which nobody listens stands still. Handled by one thread, one device after the other; by a thread for each on one core; on
 * all cores; by virtual threads on one core.
 */
final class DriversScene {
    private static final int SOURCES = 3;
    private static final long DELAY_NANOS = 5_000_000;
    private static final long HANDLING_NANOS = 100_000;

    /** {@code core 2} before {@code core 10}. */
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Settings settings;
    private final Cores cores;
    private final Affinity.Search affinity;
    private final Path folder;
    private final List<String> names;
    private final int eventsPerSource;
    private final int cutsPerEvent;

    /**
     * A scene.
     *
     * @param cores those that there are
     * @param affinity what holds threads on them
     * @param folder for temporary files
     */
    DriversScene(Settings settings, Cores cores, Affinity.Search affinity, Path folder) {
        this.settings = settings;
        this.cores = cores.atMost(settings.workers());
        this.affinity = affinity;
        this.folder = folder;
        this.names = Tasks.devices(settings.tasksOr(SOURCES));
        this.eventsPerSource = (int) Math.max(2, settings.workMillis() * 1_000_000 / DELAY_NANOS);
        this.cutsPerEvent = Chopping.cutsIn(HANDLING_NANOS);
    }

    /** Measures. */
    Scene play() {
        boolean held = affinity instanceof Affinity.Search.Found;
        int fewestCores = held ? 1 : cores.count();
        Rounds<Play> rounds = new Rounds<>();
        rounds.add(ONE_AFTER_THE_OTHER, () -> play(1, Way.ONE_THREAD));
        if (held || cores.count() == 1) {
            rounds.add(ONE_CORE, () -> play(1, Way.THREADS));
        }
        if (cores.count() > 1) {
            rounds.add(ALL_CORES, () -> play(cores.count(), Way.THREADS));
        }
        Optional<ExecutorService> virtual = VirtualThreads.executor();
        virtual.ifPresent(executor -> {
            executor.shutdown();
            rounds.add(VIRTUAL_THREADS, () -> play(fewestCores, Way.ON_VIRTUAL_THREADS));
        });
        Map<String, List<Play>> plays = rounds.play(settings.rounds(), settings.seed());
        List<Row> rows = new ArrayList<>();
        for (String id : List.of(ONE_AFTER_THE_OTHER, ONE_CORE, ALL_CORES, VIRTUAL_THREADS)) {
            rows.add(plays.containsKey(id) ? row(id, plays.get(id)) : Row.skipped(id, reason(id)));
        }
        return new Scene(SceneId.DRIVERS, notes(), null, rows);
    }

    private String reason(String id) {
        return switch (id) {
            case ONE_CORE -> ((Affinity.Search.Missing) affinity).reason();
            case ALL_CORES -> cores.whyOne(settings);
            default ->
                "virtual threads need Java 21, and this is Java "
                        + Runtime.version().feature();
        };
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(cores.notes(settings));
        if (affinity instanceof Affinity.Search.Missing missing) {
            notes.add("%s: threads run where the system puts them".formatted(missing.reason()));
        }
        return notes;
    }

    private Row row(String id, List<Play> plays) {
        Play median = Rounds.median(plays, Play::nanos);
        List<Long> latencies = plays.stream()
                .flatMap(play -> play.latencies().stream())
                .sorted()
                .toList();
        int events = names.size() * eventsPerSource;
        return Row.measured(id, median.timeline())
                .with(Figure.SECONDS, median.nanos() / 1e9)
                .with(Figure.CORES, median.cores())
                .with(Figure.EVENTS, events)
                .with(Figure.EVENTS_PER_SECOND, events * 1e9 / median.nanos())
                .with(Figure.LATENCY_MEDIAN, percentile(latencies, 0.5) / 1e9)
                .with(Figure.LATENCY_P95, percentile(latencies, 0.95) / 1e9)
                .with(Figure.LATENCY_P99, percentile(latencies, 0.99) / 1e9)
                .with(Figure.LATENCY_MAX, percentile(latencies, 1) / 1e9)
                .with(Figure.BUSY_CORES, median.busyCores())
                .with(Figure.ROUNDS, plays.size());
    }

    /** The nearest rank: the smallest value that this share of all does not exceed. */
    static long percentile(List<Long> sorted, double share) {
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    private Play play(int coreCount, Way way) {
        try {
            hold(coreCount);
            List<EventSource> sources = new ArrayList<>();
            try {
                for (String name : names) {
                    sources.add(EventSource.open(name, eventsPerSource, DELAY_NANOS, folder, settings.seed()));
                }
                return play(coreCount, way, sources);
            } finally {
                for (EventSource source : sources) {
                    source.close();
                }
            }
        } catch (IOException e) {
            throw new SceneException("devices cannot be played over loopback sockets: " + e.getMessage(), e);
        }
    }

    private void hold(int coreCount) throws IOException {
        if (affinity instanceof Affinity.Search.Found found) {
            found.affinity().hold(cores.processors().subList(0, coreCount));
        }
    }

    private Play play(int coreCount, Way way, List<EventSource> sources) {
        List<Handler> handlers = sources.stream().map(Handler::new).toList();
        ExecutorService devices = Executors.newFixedThreadPool(sources.size());
        try {
            long busyBefore = processorNanos();
            long origin = System.nanoTime();
            sources.forEach(source -> devices.execute(source::produce));
            way.handle(handlers);
            long nanos = System.nanoTime() - origin;
            double busyCores = (double) (processorNanos() - busyBefore) / nanos;
            List<Long> latencies = handlers.stream()
                    .flatMap(handler -> Arrays.stream(handler.latencies).boxed())
                    .toList();
            return new Play(nanos, timeline(handlers, origin), latencies, busyCores, coreCount);
        } finally {
            devices.shutdownNow();
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** A row for each core that was seen; for each handler where the system does not tell. */
    private static List<TimelineRow> timeline(List<Handler> handlers, long origin) {
        Map<String, List<TimelineSlice>> byWorker = new TreeMap<>(BY_NUMBER);
        for (Handler handler : handlers) {
            for (int i = 0; i < handler.ends.length; i++) {
                if (handler.ends[i] > handler.begins[i]) {
                    byWorker.computeIfAbsent(handler.workers[i], unused -> new ArrayList<>())
                            .add(new TimelineSlice(
                                    handler.source.name(), handler.begins[i] - origin, handler.ends[i] - origin));
                }
            }
        }
        return byWorker.entrySet().stream()
                .map(entry -> TimelineRow.oneAtATime(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Who handles. */
    private enum Way {
        ONE_THREAD {
            @Override
            void handle(List<Handler> handlers) {
                Cooks.together(List.of(() -> {
                    for (Handler handler : handlers) {
                        handler.run();
                    }
                }));
            }
        },
        THREADS {
            @Override
            void handle(List<Handler> handlers) {
                Cooks.together(handlers);
            }
        },
        ON_VIRTUAL_THREADS {
            @Override
            void handle(List<Handler> handlers) {
                Cooks.together(handlers, VirtualThreads.executor().orElseThrow());
            }
        };

        abstract void handle(List<Handler> handlers);
    }

    /** One row, played once. */
    private record Play(long nanos, List<TimelineRow> timeline, List<Long> latencies, double busyCores, int cores) {}

    /** The driver of one device. */
    private final class Handler implements Cooks.Work {
        private final EventSource source;
        private final long[] begins;
        private final long[] ends;
        private final long[] latencies;
        private final String[] workers;
        private long state = 1;

        Handler(EventSource source) {
            this.source = source;
            this.begins = new long[source.events()];
            this.ends = new long[source.events()];
            this.latencies = new long[source.events()];
            this.workers = new String[source.events()];
        }

        @Override
        public void run() throws IOException {
            for (int event = 0; event < source.events(); event++) {
                long there = source.await();
                begins[event] = System.nanoTime();
                state = Chopping.chop(state, cutsPerEvent);
                workers[event] = Cores.current().orElse(source.name());
                ends[event] = System.nanoTime();
                latencies[event] = ends[event] - there;
                source.acknowledge();
            }
        }
    }
}
