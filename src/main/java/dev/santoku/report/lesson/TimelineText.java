package dev.santoku.report.lesson;

import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.TimelineRow;
import dev.santoku.kitchen.TimelineSlice;
import dev.santoku.report.Style;
import dev.santoku.report.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Timelines for a terminal: a row a worker, time to the right. A column is a moment; it shows the letter of the task that had
 * most of it, small where tasks had less than half.
 */
final class TimelineText {
    private static final char NOBODY = '·';

    private final Style style;
    private final int width;
    private final Map<String, Integer> hues = new LinkedHashMap<>();

    /**
     * Timelines of one scene, whose tasks keep their colours.
     *
     * @param width of the time, in columns, at least 1
     */
    TimelineText(Scene scene, Style style, int width) {
        this.style = style;
        this.width = Math.max(1, width);
        scene.rows().stream()
                .flatMap(row -> row.timeline().stream())
                .flatMap(lane -> lane.slices().stream())
                .forEach(slice -> hues.putIfAbsent(slice.task(), hues.size()));
    }

    /**
     * A worker's time.
     *
     * @param fromNanos where the first column begins
     * @param toNanos where the last one ends
     */
    String lane(TimelineRow lane, long fromNanos, long toNanos) {
        List<Map<String, Double>> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(new LinkedHashMap<>());
        }
        double scale = (double) width / (toNanos - fromNanos);
        for (TimelineSlice slice : lane.slices()) {
            double from = Math.max(0, (slice.fromNanos() - fromNanos) * scale);
            double to = Math.min(width, (slice.toNanos() - fromNanos) * scale);
            for (int i = (int) from; i < width && i < to; i++) {
                double share = Math.min(to, i + 1.0) - Math.max(from, i);
                columns.get(i).merge(slice.task(), share, Double::sum);
            }
        }
        return columns.stream().map(this::letter).collect(Collectors.joining());
    }

    private String letter(Map<String, Double> shares) {
        if (shares.isEmpty()) {
            return style.faint(String.valueOf(NOBODY));
        }
        double busy = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        String task = shares.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String letter = task.substring(0, 1);
        return style.hue(hues.get(task), busy < 0.5 ? letter : letter.toUpperCase(Locale.ROOT));
    }

    /** What the letters stand for. */
    String legend() {
        return hues.keySet().stream()
                        .map(task ->
                                style.hue(hues.get(task), task.substring(0, 1).toUpperCase(Locale.ROOT)) + " " + task)
                        .collect(Collectors.joining(", "))
                + "; a small letter: less than half of the moment; " + NOBODY + ": none of them";
    }

    /** A scale below the lanes: {@code 0 ├────┤ 402 ms}, as wide as they are. */
    String axis(long fromNanos, long toNanos) {
        String from = Units.seconds(fromNanos / 1e9);
        String to = Units.seconds(toNanos / 1e9);
        String begin = fromNanos == 0 ? "0" : from;
        int line = width - begin.length() - to.length() - 2;
        return line < 1 ? "" : style.faint(begin + " " + "─".repeat(line) + " " + to);
    }

    /** Where the last slice of these rows ends; at least 1. */
    static long end(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> row.timeline().stream())
                .mapToLong(TimelineRow::endNanos)
                .max()
                .orElse(1);
    }
}
