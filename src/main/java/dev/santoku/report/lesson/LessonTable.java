package dev.santoku.report.lesson;

import static dev.santoku.kitchen.RowIds.ALL_CORES;
import static dev.santoku.kitchen.RowIds.ONE_AFTER_THE_OTHER;
import static dev.santoku.kitchen.RowIds.ONE_CORE;
import static dev.santoku.kitchen.RowIds.PARALLEL;
import static dev.santoku.kitchen.RowIds.POOL;
import static dev.santoku.kitchen.RowIds.SINGLE;
import static dev.santoku.kitchen.RowIds.TURNS_FINE;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Lesson;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.SceneId;
import dev.santoku.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Concurrency against parallelism: what each is, and what each brought on this machine. */
record LessonTable(Lesson lesson) {
    private static final String UNKNOWN = "not shown here";

    /**
     * A line of the table.
     *
     * @param what is compared
     */
    record Line(String what, String concurrency, String parallelism) {}

    /** The table, without its heading. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "is",
                "a property of a program's structure: parts that do not need each other",
                "a property of a moment: parts that run at once"));
        lines.add(new Line("needs", "independent parts; one core is enough", "independent parts, and a core for each"));
        lines.add(new Line("in the kitchen", "chopping and slicing in turns, with one knife", "two knives"));
        lines.add(new Line("is good for", "waiting for many things at once", "computing much in little time"));
        add(
                lines,
                "pure computing, as fast as one after the other",
                SceneId.KNIVES,
                ONE_AFTER_THE_OTHER,
                TURNS_FINE,
                PARALLEL);
        add(
                lines,
                "waiting for devices, as fast as one after the other",
                SceneId.DRIVERS,
                ONE_AFTER_THE_OTHER,
                ONE_CORE,
                ALL_CORES);
        add(lines, "a matrix product, as fast as one core", SceneId.MATRIX, SINGLE, SINGLE, POOL);
        return lines;
    }

    /** A line of figures, where there is something that they can be compared with. */
    private void add(List<Line> lines, String what, SceneId scene, String base, String concurrent, String parallel) {
        row(scene, base)
                .ifPresent(slow ->
                        lines.add(new Line(what, faster(scene, slow, concurrent), faster(scene, slow, parallel))));
    }

    private String faster(SceneId scene, Row slow, String row) {
        return row(scene, row)
                .map(fast -> Units.times(slow.figure(Figure.SECONDS) / fast.figure(Figure.SECONDS)) + cores(fast))
                .orElse(UNKNOWN);
    }

    private static String cores(Row row) {
        long count = row.count(Figure.CORES);
        return " on %s core%s".formatted(NumberText.inWords(count), count == 1 ? "" : "s");
    }

    private Optional<Row> row(SceneId id, String row) {
        return lesson.scenes().stream()
                .filter(scene -> scene.id() == id)
                .flatMap(scene -> scene.shown(row).stream())
                .findFirst();
    }
}
