package dev.santoku.kitchen;

import java.util.List;

/**
 * The lesson as it was measured: the document of {@code kitchen --json}. It names the Java runtime and devices, but no host,
 * user or path.
 *
 * @param schema {@link #SCHEMA}
 * @param java version of the runtime
 * @param settings what the learner chose
 * @param scenes those that were played
 */
public record Lesson(String schema, String java, Settings settings, List<Scene> scenes) {
    /** The present version of the file. */
    public static final String SCHEMA = "santoku/kitchen/1";

    public Lesson {
        scenes = List.copyOf(scenes);
    }
}
