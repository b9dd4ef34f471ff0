package dev.santoku.report.lesson;

import static dev.santoku.kitchen.RowIds.ALL_CORES;
import static dev.santoku.kitchen.RowIds.ONE_AFTER_THE_OTHER;
import static dev.santoku.kitchen.RowIds.ONE_CORE;
import static dev.santoku.kitchen.RowIds.VIRTUAL_THREADS;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.TimelineSlice;
import dev.santoku.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code drivers}: tasks that wait. */
record DriversText(Scene scene) implements SceneText {
    private static final double TOLERANCE = 0.1;

    @Override
    public String title() {
        return "drivers: waiting side by side";
    }

    @Override
    public String explanation() {
        return "%s devices have their next event ready some milliseconds after the last one was handled, so a driver mostly waits. "
                        .formatted(NumberText.capitalised(sources()))
                + "Who serves one device after the other waits for the sum of it all, who serves them concurrently for the "
                + "longest alone, and a core that waits can wait for many.";
    }

    private long sources() {
        return scene.rows().stream()
                .filter(Row::shown)
                .findFirst()
                .map(row -> row.timeline().stream()
                        .flatMap(lane -> lane.slices().stream())
                        .map(TimelineSlice::task)
                        .distinct()
                        .count())
                .orElse(3L);
    }

    @Override
    public String title(Row row) {
        return switch (row.id()) {
            case ONE_AFTER_THE_OTHER -> "one thread, one device after the other";
            case ONE_CORE -> "a thread for each device, one core";
            case ALL_CORES ->
                "a thread for each device, "
                        + (row.shown() ? NumberText.inWords(row.count(Figure.CORES)) + " cores" : "all cores");
            case VIRTUAL_THREADS ->
                "a virtual thread for each device" + (row.shown() && row.count(Figure.CORES) == 1 ? ", one core" : "");
            default -> row.id();
        };
    }

    @Override
    public String figures(Row row) {
        return "%s, %s events/s, latency %s median, %s p95, %s p99, %s most; a core busy for %s"
                .formatted(
                        Units.seconds(row.figure(Figure.SECONDS)),
                        Units.significant(row.figure(Figure.EVENTS_PER_SECOND)),
                        Units.seconds(row.figure(Figure.LATENCY_MEDIAN)),
                        Units.seconds(row.figure(Figure.LATENCY_P95)),
                        Units.seconds(row.figure(Figure.LATENCY_P99)),
                        Units.seconds(row.figure(Figure.LATENCY_MAX)),
                        Units.percent(row.figure(Figure.BUSY_CORES)));
    }

    @Override
    public List<String> conclusions() {
        List<String> sentences = new ArrayList<>();
        Optional<Row> serial = scene.shown(ONE_AFTER_THE_OTHER);
        Optional<Row> oneCore = scene.shown(ONE_CORE);
        Optional<Row> allCores = scene.shown(ALL_CORES);
        serial.flatMap(base -> oneCore.or(() -> allCores).map(row -> concurrent(base, row)))
                .ifPresent(sentences::add);
        allCores.flatMap(all -> oneCore.map(one -> moreCores(one, all))).ifPresent(sentences::add);
        scene.shown(VIRTUAL_THREADS)
                .flatMap(virtual -> oneCore.or(() -> allCores).map(row -> virtual(row, virtual)))
                .ifPresent(sentences::add);
        return sentences;
    }

    private String concurrent(Row serial, Row concurrent) {
        double ratio = throughput(concurrent) / throughput(serial);
        String where = concurrent.count(Figure.CORES) == 1 ? "on the same one core" : "on all cores";
        String busy =
                "a core was busy for %s of the time".formatted(Units.percent(concurrent.figure(Figure.BUSY_CORES)));
        return ratio >= 1 + TOLERANCE
                ? "Concurrency brought %s the throughput %s, of at most %s for so many devices, and the longest wait of an event fell from %s to %s: %s."
                        .formatted(
                                Units.times(ratio),
                                where,
                                Units.times((double) sources()),
                                Units.seconds(serial.figure(Figure.LATENCY_MAX)),
                                Units.seconds(concurrent.figure(Figure.LATENCY_MAX)),
                                busy)
                : "Concurrency brought %s the throughput %s, though %s: something held the threads up; run it again when the machine is idle."
                        .formatted(Units.times(ratio), where, busy);
    }

    private static String moreCores(Row oneCore, Row allCores) {
        double ratio = throughput(allCores) / throughput(oneCore);
        String cores = "%s cores handled %s the events of one"
                .formatted(NumberText.capitalised(allCores.count(Figure.CORES)), Units.times(ratio));
        if (Math.abs(ratio - 1) <= TOLERANCE) {
            return cores + ": more hardware buys nothing where nobody computes.";
        }
        return ratio > 1
                ? cores + ", more than waiting explains: the one core was too busy, here or with other programs."
                : cores
                        + ": more hardware cannot do harm to those who wait, so something disturbed them; run it again.";
    }

    private static String virtual(Row threads, Row virtual) {
        double ratio = throughput(virtual) / throughput(threads);
        return "Virtual threads did the same at %s the throughput: they are concurrency without a thread of the system for each task."
                .formatted(Units.times(ratio));
    }

    private static double throughput(Row row) {
        return row.figure(Figure.EVENTS_PER_SECOND);
    }
}
