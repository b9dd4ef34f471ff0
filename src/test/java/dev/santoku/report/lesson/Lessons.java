package dev.santoku.report.lesson;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Lesson;
import dev.santoku.kitchen.Point;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.RowIds;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.Settings;
import dev.santoku.kitchen.TimelineRow;
import dev.santoku.kitchen.TimelineSlice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Lessons to be reported. */
final class Lessons {
    private Lessons() {}

    static Lesson of(Scene... scenes) {
        return new Lesson(Lesson.SCHEMA, "17.0.1", new Settings(null, null, 200, 42, false), List.of(scenes));
    }

    static Scene scene(SceneId id, Row... rows) {
        return new Scene(id, List.of(), null, List.of(rows));
    }

    /** Two tasks on one knife, then a knife each, in seconds. */
    static Scene knives(double serial, double coarse, double fine, int fineTurns, double parallel) {
        return scene(
                SceneId.KNIVES,
                knife(RowIds.ONE_AFTER_THE_OTHER, serial, 2, 1),
                knife(RowIds.TURNS_COARSE, coarse, 8, 1),
                knife(RowIds.TURNS_FINE, fine, fineTurns, 1),
                knife(RowIds.PARALLEL, parallel, 2, 2));
    }

    static Row knife(String id, double seconds, int turns, int cores) {
        return Row.measured(id, List.of(lane("core 0", "onions", 0, 10), lane("core 1", "cucumbers", 10, 20)))
                .with(Figure.SECONDS, seconds)
                .with(Figure.TURNS, turns)
                .with(Figure.CORES, cores)
                .with(Figure.AWAY_SHARE, 0.125);
    }

    static TimelineRow lane(String worker, String task, long from, long to) {
        return new TimelineRow(worker, List.of(new TimelineSlice(task, from, to)));
    }

    static Row driver(String id, double eventsPerSecond, double latencyMax, int cores) {
        return Row.measured(
                        id,
                        List.of(new TimelineRow(
                                "core 0",
                                List.of(
                                        new TimelineSlice("keyboard", 0, 1),
                                        new TimelineSlice("mouse", 1, 2),
                                        new TimelineSlice("disk", 2, 3)))))
                .with(Figure.SECONDS, 120 / eventsPerSecond)
                .with(Figure.CORES, cores)
                .with(Figure.EVENTS, 120)
                .with(Figure.EVENTS_PER_SECOND, eventsPerSecond)
                .with(Figure.LATENCY_MEDIAN, 0.0001)
                .with(Figure.LATENCY_P95, 0.0002)
                .with(Figure.LATENCY_P99, 0.0003)
                .with(Figure.LATENCY_MAX, latencyMax)
                .with(Figure.BUSY_CORES, 0.07);
    }

    /** A contender at 64, 128, 256 …, in seconds. */
    static Row matrix(String id, String device, int cores, double... seconds) {
        List<Point> points = Arrays.stream(new int[] {0, 1, 2})
                .limit(seconds.length)
                .mapToObj(i -> new Point(64 << i, seconds[i]))
                .toList();
        Row row = new Row(id, null, Map.of(), device, points, List.of(lane(id, "compute", 0, 5)))
                .with(Figure.SECONDS, seconds[seconds.length - 1])
                .with(Figure.SIZE, 64 << (seconds.length - 1));
        return device == null ? row.with(Figure.CORES, cores) : row;
    }
}
