package dev.santoku.kitchen;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The scenes, in the order of the lesson. */
public enum SceneId {
    /** Independent tasks in every order; a dependency; a shared bowl. */
    ORDER,
    /** Two tasks of pure computing, on one core and on two. */
    KNIVES,
    /** Tasks that wait. */
    DRIVERS,
    /** A product on one knife, on all, and on an OpenCL device. */
    MATRIX;

    /** Its name on the command line and in files. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The scene of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static SceneId parse(String id) {
        return Arrays.stream(values())
                .filter(scene -> scene.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown scene '%s': choose from %s".formatted(id, String.join(", ", ids()))));
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(SceneId::id).toList();
    }
}
