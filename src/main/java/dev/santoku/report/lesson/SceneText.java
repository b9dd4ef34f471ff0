package dev.santoku.report.lesson;

import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import java.util.List;

/** What is said of a scene: before, of each row, and in the end, from the figures measured. */
interface SceneText {
    /** The words of a scene. */
    static SceneText of(Scene scene) {
        return switch (scene.id()) {
            case ORDER -> new OrderText(scene);
            case KNIVES -> new KnivesText(scene);
            case DRIVERS -> new DriversText(scene);
            case MATRIX -> new MatrixText(scene);
        };
    }

    /** Its heading. */
    String title();

    /** Two sentences. */
    String explanation();

    /** What a row is, in a few words. */
    String title(Row row);

    /** What was measured of a row that was shown. */
    String figures(Row row);

    /** A picture in letters; empty where there is none. */
    default List<String> picture() {
        return List.of();
    }

    /** Whether all rows have one scale of time, so that the shorter ends earlier. */
    default boolean oneScale() {
        return true;
    }

    /** Whether a row's slices are so many that a part of it is worth a closer look. */
    default boolean isZoomed(Row row) {
        return false;
    }

    /** What to conclude from the figures, a sentence each. */
    List<String> conclusions();
}
